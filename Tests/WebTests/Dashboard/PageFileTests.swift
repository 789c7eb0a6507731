import Foundation
import Hummingbird
import Testing

@testable import Web

@Suite struct PageFileTests {
    private let files = Dictionary(
        uniqueKeysWithValues: PageFile.all.map {
            ($0.path, String(decoding: $0.content.readableBytesView, as: UTF8.self))
        })
    private var own: [String: String] { files.filter { $0.key != "/page/chart.js" } }

    @Test func `page brings everything with it`() {
        for (path, text) in own where !path.hasSuffix(".svg") {
            for outside in ["http://", "https://", "//cdn", "@import"] {
                #expect(!text.contains(outside), "\(path): \(outside)")
            }
        }
    }

    @Test func `every file that is named is served`() throws {
        for match in try #require(files["/"]).matches(of: /(?:src|href)="(\/page\/[^"]+)"/) {
            #expect(files[String(match.1)] != nil, "\(match.1)")
        }
        for (path, text) in own where path.hasSuffix(".js") {
            for match in text.matches(of: /from "\.\/([^"]+)"/) {
                #expect(files["/page/\(match.1)"] != nil, "\(path): \(match.1)")
            }
        }
    }

    @Test func `every file of the folder is served`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/Web/Page")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name != "index.html" {
            #expect(files["/page/\(name)"] != nil, "\(name) is missing in CPage.c")
        }
    }

    @Test func `scripts find every element that they fill`() throws {
        let page = try #require(files["/"])
        for (path, text) in own where path.hasSuffix(".js") {
            for match in text.matches(of: /byId\("([A-Za-z]+)"\)/) {
                #expect(page.contains("id=\"\(match.1)\""), "\(path): \(match.1)")
            }
        }
    }

    @Test func `text never becomes markup or code`() throws {
        for (path, text) in own where path.hasSuffix(".js") {
            for danger in ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "new Function", "document.write"] {
                #expect(!text.contains(danger), "\(path): \(danger)")
            }
        }
        let page = try #require(files["/"])
        #expect(!page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick="))
        #expect(page.matches(of: /<script/).count == page.matches(of: /<script src="/).count)
    }

    @Test func `both languages say the same`() throws {
        let names = try ["en", "zh"].map { language in
            let text = try #require(files["/page/texts.\(language).js"])
            return Set(text.matches(of: /(?:^|[{,])\s*(\w+): "/.anchorsMatchLineEndings()).map { String($0.1) })
        }
        #expect(names[0].count > 100)
        #expect(names[0].symmetricDifference(names[1]).isEmpty)
    }

    @Test func `licence of the chart library is kept`() throws {
        #expect(try #require(files["/page/chart.js"]).prefix(300).contains("MIT License"))
    }
}
