import Binlog

extension RowInput {
    private static let absent: StaticString = "__debezium_unavailable_value"

    /// A value that is written as a JSON string.
    /// - Returns: nil when it is none of the column's.
    func text(
        _ column: InputLayout.Column, _ reader: inout JSONReader, _ arena: inout InputArena
    ) -> ColumnValue? {
        var hasEscapes = false
        guard var text = reader.string(&hasEscapes) else { return nil }
        if isAbsent(text) { return .absent }
        if case .presence = column.form { return .bytes(UnsafeRawBufferPointer(start: nil, count: 0)) }
        if hasEscapes {
            guard let room = arena.room(text.count), let count = JSONUnescaping.write(text, to: room) else { return nil }
            text = arena.keep(count)
        }
        switch column.form {
        case .text: return .bytes(text)
        case .decimal(let precision, let scale):
            guard let room = arena.room(DecimalPacking.byteCountMax),
                let packed = DecimalPacking.pack(text, precision: precision, scale: scale, to: room)
            else { return nil }
            _ = arena.keep(packed.bytes.count)
            return .decimal(packed)
        case .timestamp:
            return ISOReader.timestamp(text).map { .timestamp(seconds: $0.seconds, microseconds: $0.microseconds) }
        case .enumeration: return member(text, column).map { .enumeration(UInt16($0)) }
        case .set: return set(text, column)
        case .dateText: return ISOReader.date(text).map { .date($0) }
        case .timeText: return ISOReader.time(text).map { .time($0) }
        case .dateTimeText: return ISOReader.dateTime(text).map { .dateTime($0) }
        default: return bytes(text, column, &arena)
        }
    }

    private func bytes(
        _ text: UnsafeRawBufferPointer, _ column: InputLayout.Column, _ arena: inout InputArena
    ) -> ColumnValue? {
        guard let room = arena.room(text.count + 1) else { return nil }
        switch column.form {
        case .singleBytes(let index):
            if let start = text.baseAddress { room.copyMemory(from: start, byteCount: text.count) }
            guard let count = layout.charsets[index].convert(room, count: text.count) else { return nil }
            return .bytes(arena.keep(count))
        case .hexadecimal:
            guard let count = BinaryText.hexadecimal(text, to: room) else { return nil }
            return .bytes(arena.keep(count))
        default: break
        }
        guard let count = BinaryText.base64(text, to: room) else { return nil }
        let bytes = arena.keep(count)
        switch column.form {
        case .base64: return .bytes(bytes)
        case .bits(let byteCount):
            guard bytes.count == byteCount else { return nil }
            // The row has the most significant byte first.
            for index in 0..<byteCount / 2 {
                let byte = room.load(fromByteOffset: index, as: UInt8.self)
                let other = room.load(fromByteOffset: byteCount - 1 - index, as: UInt8.self)
                room.storeBytes(of: other, toByteOffset: index, as: UInt8.self)
                room.storeBytes(of: byte, toByteOffset: byteCount - 1 - index, as: UInt8.self)
            }
            return .bit(bytes)
        case .unsignedBytes:
            // A sign byte may stand before the eight.
            guard bytes.count <= 9, bytes.count < 9 || bytes[0] == 0 else { return nil }
            var value: UInt64 = 0
            for byte in bytes { value = value << 8 | UInt64(byte) }
            return .unsigned(value)
        case .decimalBytes(let precision, let scale):
            guard let room = arena.room(DecimalPacking.byteCountMax),
                let packed = DecimalPacking.pack(
                    twosComplement: bytes, precision: precision, scale: scale, to: room)
            else { return nil }
            _ = arena.keep(packed.bytes.count)
            return .decimal(packed)
        default: return nil
        }
    }

    private func isAbsent(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count == Self.absent.utf8CodeUnitCount && text[0] == 0x5F
            && text.elementsEqual(UnsafeRawBufferPointer(start: Self.absent.utf8Start, count: text.count))
    }

    /// 1-based; 0 is the empty text of a value that the server refused.
    private func member(_ text: UnsafeRawBufferPointer, _ column: InputLayout.Column) -> Int? {
        for index in 0..<column.membersCount {
            let member = layout.member(column.membersStart + index)
            if member.count == text.count, member.elementsEqual(text) { return index + 1 }
        }
        return text.isEmpty ? 0 : nil
    }

    private func set(_ text: UnsafeRawBufferPointer, _ column: InputLayout.Column) -> ColumnValue? {
        var bits: UInt64 = 0
        if text.isEmpty { return .set(0) }
        for part in text.split(separator: 0x2C, omittingEmptySubsequences: false) {
            guard let index = member(UnsafeRawBufferPointer(rebasing: part), column), 1...64 ~= index else {
                return nil
            }
            bits |= 1 << UInt64(index - 1)
        }
        return .set(bits)
    }
}
