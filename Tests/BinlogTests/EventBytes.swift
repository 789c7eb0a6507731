import Bytes

@testable import Binlog

/// Builds events by hand, with their CRC-32.
enum EventBytes {
    static func event(
        _ type: EventType,
        _ body: [UInt8],
        end: UInt32 = 1000,
        flags: UInt16 = 0,
        checksum: Bool = true
    ) -> [UInt8] {
        let length = UInt32(EventHeader.byteCount + body.count + (checksum ? 4 : 0))
        var event = little(UInt32(1_700_000_000)) + [type.rawValue] + little(UInt32(7)) + little(length)
        event += little(end) + little(flags) + body
        if checksum { event += little(event.withUnsafeBytes { CRC32.checksum($0) }) }
        return event
    }

    static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// Cuts an event made by `event` and hands it to `body`.
    @discardableResult
    static func withFrame<Result>(
        _ type: EventType,
        _ bytes: [UInt8],
        end: UInt32 = 1000,
        _ body: (EventFrame) throws -> Result
    ) throws -> Result {
        try event(type, bytes, end: end).withUnsafeBytes { try body(try EventFrame.verified($0, checksum: .crc32)) }
    }
}
