import Bridge
import Testing

@testable import leat

@Suite struct PositionDifferenceTests {
    private func domains(_ old: String, _ new: String) -> String {
        PositionDifference.text(
            from: SourceCheckpoint(mode: .mariadbGTID, file: "f.1", position: 4, identity: "i", gtid: old),
            to: SourceCheckpoint(mode: .mariadbGTID, generation: 2, file: "", position: 4, identity: "i", gtid: new)
        )
    }

    @Test func eachDomainIsCompared() {
        #expect(domains("0-1-10", "0-1-10") == "nothing is repeated or skipped")
        #expect(domains("0-1-10", "0-1-7") == "carried again: what follows 0-1-7 up to 0-1-10")
        #expect(
            domains("0-1-10", "0-2-12,3-1-1")
                == "skipped for good: what follows 0-1-10 up to 0-2-12, domain 3 up to 3-1-1"
        )
        #expect(
            domains("0-1-10,1-1-5", "0-1-10")
                == "carried again: all of domain 1, which the new position leaves out"
        )
    }

    @Test(
        arguments: [
            ("f.000009", 100, "f.000010", 4, "skipped for good: changes from f.000009:100 to f.000010:4"),
            ("f.000009", 100, "f.000009", 50, "carried again: changes from f.000009:50 to f.000009:100"),
            ("f.000009", 100, "f.000009", 100, "nothing is repeated or skipped"),
        ] as [(String, UInt64, String, UInt64, String)]
    )
    func filesAreComparedByNumber(oldFile: String, old: UInt64, newFile: String, new: UInt64, text: String) {
        #expect(
            PositionDifference.text(
                from: SourceCheckpoint(mode: .file, file: oldFile, position: old, identity: "i"),
                to: SourceCheckpoint(mode: .file, generation: 2, file: newFile, position: new, identity: "i")
            ) == text
        )
    }

    @Test(arguments: [("other.000009", "i"), ("f.000010", "another server")])
    func whatCannotBeComparedIsSaidToBeSo(file: String, identity: String) {
        let text = PositionDifference.text(
            from: SourceCheckpoint(mode: .file, file: "f.000009", position: 4, identity: "i"),
            to: SourceCheckpoint(mode: .file, generation: 2, file: file, position: 4, identity: identity)
        )
        #expect(text.contains("cannot be compared"))
    }
}
