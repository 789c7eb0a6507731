import Bytes
import Testing

@testable import Binlog

struct EventFrameTests {
    @Test
    func theHeaderHasTheFieldsOfTheWire() throws {
        let event = EventBytes.event(.xid, EventBytes.little(UInt64(5)), end: 0xDEAD_BEEF, flags: 0x80)
        let header = try event.withUnsafeBytes { try EventHeader($0) }
        #expect(
            header
                == EventHeader(
                    timestamp: 1_700_000_000,
                    type: .xid,
                    serverId: 7,
                    eventLength: 31,
                    nextPosition: 0xDEAD_BEEF,
                    flags: 0x80
                )
        )
        #expect(header.isIgnorable && !header.isArtificial)
    }

    @Test
    func aWrongByteAnywhereFailsTheChecksum() throws {
        let event = EventBytes.event(.xid, EventBytes.little(UInt64(5)), end: 77)
        for index in event.indices where !(9..<13).contains(index) {
            var broken = event
            broken[index] ^= 1
            let error = #expect(throws: BinlogError.self) {
                try broken.withUnsafeBytes { _ = try EventFrame.verified($0, checksum: .crc32) }
            }
            guard case .checksumMismatch = error else {
                Issue.record("byte \(index): \(String(describing: error))")
                continue
            }
        }
    }

    @Test
    func aLengthThatIsNotTheEventsIsNamed() throws {
        let event = EventBytes.event(.xid, EventBytes.little(UInt64(5)), end: 77) + [0]
        #expect(throws: BinlogError.lengthMismatch(.xid, endPosition: 77, declared: 31, received: 32)) {
            try event.withUnsafeBytes { _ = try EventFrame($0, checksum: .crc32) }
        }
    }

    @Test
    func anEventTooShortForItsHeaderOrChecksumThrows() throws {
        let event = EventBytes.event(.stop, [], checksum: false)
        for length in 0..<19 {
            #expect(throws: BinlogError.headerTruncated(bytes: length)) {
                try event.withUnsafeBytes { _ = try EventHeader(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            }
        }
        #expect(throws: BinlogError.self) {
            try event.withUnsafeBytes { _ = try EventFrame.verified($0, checksum: .crc32) }
        }
        #expect(throws: BinlogError.self) {
            try event.withUnsafeBytes { try EventFrame.verifyChecksum(event: $0, algorithm: .crc32) }
        }
    }

    @Test
    func theAlgorithmIsRecognisedInAnEventAlone() {
        let body = EventBytes.little(UInt64(4)) + Array("binlog.000001".utf8)
        EventBytes.event(.rotate, body).withUnsafeBytes { #expect(ChecksumAlgorithm(recognisedIn: $0) == .crc32) }
        EventBytes.event(.rotate, body, checksum: false).withUnsafeBytes {
            #expect(ChecksumAlgorithm(recognisedIn: $0) == .none)
        }
    }

    @Test
    func theInUseFlagOfAnOpenFileDoesNotBreakTheChecksum() throws {
        var file = try Fixture.mysql.binlog
        file[4 + 17] |= 1
        try file.withUnsafeBytes {
            let header = try EventHeader(UnsafeRawBufferPointer(rebasing: $0[4...]))
            let event = UnsafeRawBufferPointer(rebasing: $0[4..<(4 + Int(header.eventLength))])
            #expect(try FormatDescriptionEvent(event: event).checksum == .crc32)
        }
    }

    @Test
    func unknownEventsPassOnlyIfTheyMayBeIgnored() throws {
        func treatment(_ code: UInt8, flags: UInt16) throws -> EventTreatment {
            let event = EventBytes.event(EventType(rawValue: code), [], end: 99, flags: flags)
            return try event.withUnsafeBytes { try EventHeader($0).treatment }
        }
        #expect(try treatment(200, flags: 0x80) == .pass)
        let error = #expect(throws: BinlogError.self) { try treatment(200, flags: 0) }
        #expect(error == .unknownEvent(EventType(rawValue: 200), endPosition: 99))
        #expect(error?.description.contains("200") == true && error?.description.contains("99") == true)
        for code in [9, 18, 20] as [UInt8] {
            #expect(throws: BinlogError.unsupportedEvent(EventType(rawValue: code), endPosition: 99)) {
                try treatment(code, flags: 0)
            }
        }
        #expect(throws: BinlogError.encryptedFile(endPosition: 99)) { try treatment(164, flags: 0) }
        #expect(try treatment(164, flags: 0x80) == .pass)
        for code in [40, 165, 166, 171, 172] as [UInt8] { #expect(try treatment(code, flags: 0) == .unpack) }
        for code in [30, 39] as [UInt8] { #expect(try treatment(code, flags: 0) == .decode) }
        #expect(try treatment(161, flags: 0) == .pass)
    }
}
