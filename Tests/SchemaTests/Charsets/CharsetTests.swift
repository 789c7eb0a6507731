import Testing

@testable import Schema

struct CharsetTests {
    /// Ids that the servers' manuals name.
    @Test(
        arguments: [
            (8, Charset.latin1), (11, .ascii), (28, .gbk), (33, .utf8mb3), (45, .utf8mb4), (46, .utf8mb4),
            (63, .binary),
            (83, .utf8mb3), (224, .utf8mb4), (248, .gb18030), (255, .utf8mb4), (309, .utf8mb4), (1070, .utf8mb4),
            (2304, .utf8mb4), (579, .utf8mb3), (611, .utf8mb4),
        ] as [(UInt32, Charset)]
    )
    func aCollationHasTheCharsetOfTheManual(_ collation: UInt32, _ charset: Charset) {
        #expect(Charset(collation: collation) == charset)
    }

    @Test(arguments: [0, 17, 100, 5000, UInt32.max] as [UInt32])
    func anUnknownCollationHasNone(_ collation: UInt32) { #expect(Charset(collation: collation) == nil) }

    @Test
    func theRunsAreSortedAndDisjoint() {
        var last: UInt32 = 0
        for run in CollationTable.runs {
            #expect(run.first > last && run.last >= run.first)
            last = run.last
        }
        #expect(Set(CollationTable.runs.map(\.charset)) == Set(Charset.allCases))
    }
}
