import Testing

@testable import Web

@Suite struct StatusPageTests {
    @Test func pageBringsEverythingWithIt() {
        for outside in ["http://", "https://", "//cdn", "@import", "src="] {
            #expect(!StatusPage.html.contains(outside), "\(outside)")
        }
    }

    @Test func scriptFindsEveryElementThatItFills() throws {
        for match in StatusPage.script.matches(of: /\$\("([A-Za-z]+)"\)/) {
            #expect(StatusPage.html.contains("id=\"\(match.1)\""), "\(match.1)")
        }
    }

    @Test func scriptNeverWritesMarkup() {
        #expect(!StatusPage.script.contains("innerHTML"))
        #expect(!StatusPage.script.contains("insertAdjacentHTML"))
        #expect(!StatusPage.script.contains("</script"))
    }
}
