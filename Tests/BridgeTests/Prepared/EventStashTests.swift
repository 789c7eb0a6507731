import Binlog
import Bytes
import Testing

@testable import Bridge

@Suite struct EventStashTests {
    private struct Seen: Equatable {
        let event: [UInt8]
        let file: String
        let start: UInt64
    }

    private func fill(_ stash: EventStash, _ events: [[UInt8]], file: String = "b.1") throws {
        for (number, event) in events.enumerated() {
            try event.withFrame { frame in
                try Array(file.utf8).withUnsafeBytes { try stash.append(frame, file: $0, start: UInt64(number) << 33) }
            }
        }
    }

    private func events(_ stash: EventStash) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        try stash.forEach { stashed in
            var writer = ByteWriter()
            StashedEvent.write(stashed.event, start: 0, into: &writer)
            found.append(Array(writer.bytes.dropFirst(StashedEvent.headBytes)))
            #expect(stashed.start == UInt64(found.count - 1) << 33)
            #expect(String(decoding: stashed.file, as: UTF8.self) == "b.1")
        }
        return found
    }

    private func some(_ count: Int) -> [[UInt8]] {
        var maker = EventMaker()
        return (0..<count).map { maker.query(String(repeating: "x", count: $0 % 40)) }
    }

    @Test(arguments: [1, 100, 1000, 1 << 20])
    func whatWasKeptComesBackFromMemoryAndFile(memoryBytesMax: Int) throws {
        let stash = EventStash(.init(memoryBytesMax: memoryBytesMax))
        let all = some(100)
        try fill(stash, all)
        #expect(try events(stash) == all)
        #expect(try events(stash) == all, "a second time")
        stash.removeAll()
        #expect(stash.isEmpty && stash.byteCount == 0)
        try fill(stash, Array(all[..<3]))
        #expect(try events(stash) == Array(all[..<3]))
    }

    @Test(arguments: [100, 1000, 1 << 20])
    func whatCameLastCanBeForgotten(memoryBytesMax: Int) throws {
        let all = some(60)
        for kept in [0, 1, 7, 30, 59, 60] {
            let stash = EventStash(.init(memoryBytesMax: memoryBytesMax))
            try fill(stash, Array(all[..<kept]))
            let mark = stash.byteCount
            var maker = EventMaker()
            let rest = (0..<50).map { _ in maker.query("gone") }
            try fill(stash, rest)
            try stash.truncate(to: mark)
            #expect(try events(stash) == Array(all[..<kept]))
            #expect(stash.byteCount == mark)
        }
    }

    @Test func tooMuchIsNamed() throws {
        let stash = EventStash(.init(bytesMax: 500))
        #expect { try fill(stash, some(60)) } throws: { ("\($0)").contains("stash_bytes_max = 500") }
    }

    @Test func bytesMayComeInAnyPieces() throws {
        let stash = EventStash()
        let all = some(9)
        try fill(stash, all)
        var bytes: [UInt8] = []
        try stash.forEachPiece { bytes += Array($0) }
        for size in 1...70 {
            var reader = StashedEventReader()
            var count = 0
            for start in stride(from: 0, to: bytes.count, by: size) {
                try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes {
                    try reader.take($0) { _ in count += 1 }
                }
            }
            try reader.end()
            #expect(count == all.count)
        }
    }

    @Test func cutOrChangedBytesThrowOrGiveFewerEventsAndNeverTrap() throws {
        let stash = EventStash()
        try fill(stash, some(5))
        var bytes: [UInt8] = []
        try stash.forEachPiece { bytes += Array($0) }
        for cut in 0..<bytes.count {
            var reader = StashedEventReader()
            var count = 0
            try bytes[..<cut].withUnsafeBytes { try reader.take($0) { _ in count += 1 } }
            #expect(count < 5)
        }
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0xFF
            var reader = StashedEventReader()
            try? changed.withUnsafeBytes { try reader.take($0) { _ in } }
        }
    }

    @Test func namesAreReadAsTheServersWriteThem() throws {
        func name(_ text: String) -> XAName? { Array(text.utf8).withUnsafeBytes { XAName(statement: $0) } }
        let id = XATransactionID(formatId: 7, global: Array("g'x".utf8), branch: [0, 0xFF])
        #expect(name("XA COMMIT X'672778',X'00ff',7") == XAName(id))
        #expect(name("XA ROLLBACK X'672778',X'00FF',7") == XAName(id))
        #expect(XAName(id).description == "X'672778',X'00ff',7")
        #expect(name("XA COMMIT X'',X'',-1") == XAName(XATransactionID(formatId: -1, global: [], branch: [])))
        #expect(name("XA COMMIT X'61',X'',1 ONE PHASE") != nil)
        #expect(name("XA COMMIT X'61',X'62'") == nil)
    }
}
