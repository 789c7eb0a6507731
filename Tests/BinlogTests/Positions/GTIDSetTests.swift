import Bytes
import Testing

@testable import Binlog

struct GTIDSetTests {
    private let a = "3e11fa47-71ca-11e1-9e33-c80aa9429562"
    private let b = "4e11fa47-71ca-11e1-9e33-c80aa9429562"

    private func gtid(_ uuid: String, _ number: UInt64, tag: String = "") throws -> GTID {
        GTID(uuid: try #require(ServerUUID(uuid)), tag: try #require(GTIDTag(tag.utf8)), number: number)
    }

    @Test
    func aSetIsWrittenAsTheServerPrintsIt() throws {
        for text in [
            "", "\(a):1", "\(a):1-5", "\(a):1-5:7:9-11", "\(a):1-5,\(b):2", "\(a):1-3:tag:1:3:tag_2:4-8,\(b):x:1",
            "\(a):9223372036854775806",
        ] {
            #expect(try GTIDSet(text).description == text)
        }
    }

    @Test
    func whiteSpaceCaseAndOrderDoNotMatter() throws {
        let set = try GTIDSet(" \(b.uppercased()):5-6 : 1-4 ,\n\(a):TAG:2 , \(a):3,,")
        #expect(set.description == "\(a):3:tag:2,\(b):1-6")
    }

    @Test(arguments: [
        "x", "3e11fa47", "3e11fa47-71ca-11e1-9e33-c80aa9429562", "3e11fa47-71ca-11e1-9e33-c80aa9429562:",
        "3e11fa47-71ca-11e1-9e33-c80aa9429562:0", "3e11fa47-71ca-11e1-9e33-c80aa9429562:5-3",
        "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-2-3", "3e11fa47-71ca-11e1-9e33-c80aa9429562:tag",
        "3e11fa47-71ca-11e1-9e33-c80aa9429562:9223372036854775807", "3e11fa47-71ca-11e1-9e33-c80aa9429562:a-b:1",
        "3e11fa47-71ca-11e1-9e33-c80aa942956g:1", "3e11fa47-71ca-11e1-9e33-c80aa94295621:1",
    ])
    func textThatIsNoSetThrows(_ text: String) {
        #expect(throws: BinlogError.self) { _ = try GTIDSet(text) }
    }

    /// Against a plain Set, in random order and overlapping intervals.
    @Test
    func addingKeepsIntervalsSortedAndDisjoint() throws {
        var random = SplitMix64(state: 7)
        let uuid = try #require(ServerUUID(a))
        for _ in 0..<200 {
            var set = GTIDSet()
            var model: Set<UInt64> = []
            for _ in 0..<20 {
                let first = 1 + random.next() % 60
                let last = first + random.next() % 6
                set.add(first...last, uuid: uuid)
                model.formUnion(first...last)
            }
            #expect(set.count == UInt64(model.count))
            for number in 1...70 as ClosedRange<UInt64> {
                #expect(set.contains(GTID(uuid: uuid, number: number)) == model.contains(number))
            }
            let intervals = try #require(set.sources.first).intervals
            for (one, next) in zip(intervals, intervals.dropFirst()) { #expect(one.upperBound + 1 < next.lowerBound) }
        }
    }

    @Test
    func subsetUnionAndDifferenceAreThoseOfSets() throws {
        let one = try GTIDSet("\(a):1-10:20-30:tag:1-5,\(b):7")
        let other = try GTIDSet("\(a):5-25:tag:2,\(b):1-6")
        #expect(one.union(other).description == "\(a):1-30:tag:1-5,\(b):1-7")
        #expect(one.subtracting(other).description == "\(a):1-4:26-30:tag:1:3-5,\(b):7")
        #expect(one.isSubset(of: one.union(other)) && other.isSubset(of: one.union(other)))
        #expect(!one.isSubset(of: other) && GTIDSet().isSubset(of: one) && !one.isSubset(of: GTIDSet()))
        #expect(one.subtracting(one).isEmpty)
        #expect(try !GTIDSet("\(a):1-11").isSubset(of: GTIDSet("\(a):1-5:7-20")))
    }

    @Test
    func theNextTransactionOfAServerExtendsItsLastInterval() throws {
        var set = try GTIDSet("\(a):1-5")
        set.add(try gtid(a, 6))
        set.add(try gtid(a, 8))
        set.add(try gtid(a, 6))
        set.add(try gtid(a, 1, tag: "t"))
        set.add(try gtid(a, 7))
        #expect(set.description == "\(a):1-8:t:1")
        #expect(try set.contains(gtid(a, 1, tag: "t")) && !set.contains(gtid(a, 2, tag: "t")))
    }

    /// Bytes worked out from the format (MySQL's own are compared in FixtureEventsTests).
    @Test
    func theServersFormIsPlainWithoutTags() throws {
        var writer = ByteWriter()
        try GTIDSet("\(a):1-5:7").encode(into: &writer)
        var expected: [UInt8] = EventBytes.little(UInt64(1))
        expected += [0x3E, 0x11, 0xFA, 0x47, 0x71, 0xCA, 0x11, 0xE1, 0x9E, 0x33, 0xC8, 0x0A, 0xA9, 0x42, 0x95, 0x62]
        for number in [2, 1, 6, 7, 8] as [UInt64] { expected += EventBytes.little(number) }
        #expect(Array(writer.bytes) == expected)
    }

    @Test
    func bothBinaryFormsComeBackAndNoneIsReadWhenCut() throws {
        for text in ["", "\(a):1-5:7", "\(a):1-3:tag:1:3,\(b):x:1:9223372036854775806"] {
            let set = try GTIDSet(text)
            var server = ByteWriter()
            set.encode(into: &server)
            var compact = ByteWriter()
            set.encodeCompact(into: &compact)
            for length in 0...server.count {
                var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: server.bytes[..<length]))
                let read = try? GTIDSet(decoding: &cursor)
                #expect(read == (length == server.count ? set : nil))
            }
            for length in 0...compact.count {
                var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: compact.bytes[..<length]))
                let read = try? GTIDSet(decodingCompact: &cursor)
                #expect(read == (length == compact.count ? set : nil))
            }
        }
    }
}
