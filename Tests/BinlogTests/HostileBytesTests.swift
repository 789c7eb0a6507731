import Bytes
import Testing

@testable import Binlog

/// No bytes make a decoder trap: it throws, or it reads something.
struct HostileBytesTests {
    /// Decodes every event with every type that reads it, rows and decimals as text too.
    private func decodeAll(_ frame: EventFrame, _ trace: inout RowTrace) {
        _ = try? frame.header.treatment
        _ = try? RotateEvent(frame)
        _ = (try? QueryEvent(frame))?.effect
        _ = try? XidEvent(frame)
        _ = (try? GTIDEvent(frame))?.gtid?.description
        _ = try? MariaDBGTIDEvent(frame)
        _ = try? MariaDBGTIDListEvent(frame)
        _ = (try? PreviousGTIDsEvent(frame))?.gtids.description
        _ = try? HeartbeatEvent(frame)
        _ = try? RowsQueryEvent(frame)
        _ = try? IncidentEvent(frame)
        _ = try? XAPrepareEvent(frame)
        _ = try? TransactionPayloadEvent(frame)
        try? trace.take(frame)
    }

    private func events(of file: [UInt8]) throws -> [[UInt8]] {
        var events: [[UInt8]] = []
        var at = 4
        while at < file.count {
            let length = try file.withUnsafeBytes {
                Int(try EventHeader(UnsafeRawBufferPointer(rebasing: $0[at...])).eventLength)
            }
            events.append(Array(file[at..<(at + length)]))
            at += length
        }
        return events
    }

    /// Each event cut to every length, its header saying so: the decoder has to notice.
    @Test(arguments: Fixture.both)
    func anEventCutAnywhereThrowsOrReads(_ fixture: Fixture) throws {
        let events = try events(of: fixture.binlog)
        var tried = 0
        for (index, event) in events.enumerated() {
            // Large events are cut everywhere in their front, then at some places.
            let lengths = (23..<min(event.count, 400)).map { $0 } + stride(from: 400, to: event.count, by: 37)
            for length in lengths {
                var cut = Array(event[..<length])
                cut.replaceSubrange(9..<13, with: EventBytes.little(UInt32(length)))
                var trace = RowTrace(flavour: fixture.flavour)
                // Its table map comes before a row event.
                if index > 0, event[4] >= 23, event[4] <= 32 {
                    events[index - 1].withUnsafeBytes { bytes in
                        if let frame = try? EventFrame(bytes, checksum: .crc32) { try? trace.take(frame) }
                    }
                }
                cut.withUnsafeBytes {
                    if let frame = try? EventFrame($0, checksum: .crc32) { decodeAll(frame, &trace) }
                }
                tried += 1
            }
        }
        #expect(tried > 5_000)
    }

    @Test(arguments: Fixture.both)
    func aRowEventCutAnywhereGivesNoRowTooMany(_ fixture: Fixture) throws {
        let events = try events(of: fixture.binlog)
        let index = try #require(events.indices.first { events[$0][4] == 23 || events[$0][4] == 30 })
        let rows = events[index]
        for length in 23..<rows.count {
            var cut = Array(rows[..<length])
            cut.replaceSubrange(9..<13, with: EventBytes.little(UInt32(length)))
            var trace = RowTrace(flavour: fixture.flavour)
            try events[index - 1].withUnsafeBytes { try trace.take(try EventFrame($0, checksum: .crc32)) }
            cut.withUnsafeBytes { bytes in
                guard let frame = try? EventFrame(bytes, checksum: .crc32) else { return }
                // Cut right behind its header it is an event without rows.
                if let event = try? RowsEvent(frame), event.rows.isEmpty { return }
                #expect(throws: BinlogError.self) { try trace.take(frame) }
            }
            #expect(trace.changes.isEmpty)
        }
    }

    /// 10,000 for each server.
    @Test(arguments: Fixture.both)
    func twentyThousandChangedBytesNeverTrap(_ fixture: Fixture) throws {
        let events = try events(of: fixture.binlog).filter { $0.count < 3_000 }
        var random = SplitMix64(state: 0x1EA7)
        var decoded = 0
        for _ in 0..<10_000 {
            // An event and the one before it, either of them changed: a changed table map meets its rows.
            var pair = [Int(random.next() % UInt64(events.count - 1))]
            pair.append(pair[0] + 1)
            var mutated = pair.map { events[$0] }
            let which = Int(random.next() % 4) == 0 ? 0 : 1
            let at = Int(random.next() % UInt64(mutated[which].count))
            mutated[which][at] = UInt8(truncatingIfNeeded: random.next())
            var trace = RowTrace(flavour: fixture.flavour)
            for (index, event) in mutated.enumerated() {
                event.withUnsafeBytes { bytes in
                    guard let frame = try? EventFrame(bytes, checksum: .crc32) else { return }
                    if index == which { decodeAll(frame, &trace) } else { try? trace.take(frame) }
                }
            }
            decoded += trace.changes.count
        }
        #expect(decoded > 500, "the search must reach the rows")
    }
}

/// A small seeded generator, so that a failure comes again.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
