import Binlog
import Bytes

extension Program {
    /// What REPEAT makes at most: the servers refuse more than their max_allowed_packet, which differs.
    static let repeatedBytesMax = 1 << 20

    func make(
        _ maker: Node.TextMaker, _ one: Int32, _ other: Int32, _ third: Int32, _ slot: Int,
        _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Value {
        let subject = try value(one, row)
        if case .null = subject { return .null }
        slots[slot].removeAll(keepingCapacityUpTo: TextSource.scratchBytesMax)
        switch (maker, subject) {
        case (.lower, .text(let bytes)): TextCase(version: Int(other)).append(bytes, isUpper: false, to: &slots[slot])
        case (.upper, .text(let bytes)): TextCase(version: Int(other)).append(bytes, isUpper: true, to: &slots[slot])
        case (.reverse, .text(let bytes)): TextSlice.appendReversed(bytes, to: &slots[slot])
        case (.repeated, .text(let bytes)):
            guard case .integer(let count) = try value(other, row) else { return .null }
            guard count > 0, !bytes.isEmpty else { break }
            guard count <= Int128(Self.repeatedBytesMax / bytes.count) else { throw .outOfRange }
            for _ in 0..<Int(count) { slots[slot].append(bytes) }
        case (.replace, .text(let bytes)):
            guard let from = try text(other, row), let to = try text(third, row) else { return .null }
            TextSlice.append(bytes, replacing: from, with: to, to: &slots[slot])
        case (.padLeft, .text(let bytes)), (.padRight, .text(let bytes)):
            guard case .integer(let count) = try value(other, row), let pad = try text(third, row), count >= 0 else {
                return .null
            }
            let isLeft = if case .padLeft = maker { true } else { false }
            let length = Int(clamping: min(count, Int128(TextSource.scratchBytesMax)))
            guard TextSlice.append(bytes, padded: pad, to: length, isLeft: isLeft, out: &slots[slot]) else {
                return .null
            }
        case (.hexadecimal, .text(let bytes)): for byte in bytes { appendHexadecimal(UInt64(byte), width: 2, slot) }
        case (.hexadecimal, .integer(let number)): appendHexadecimal(UInt64(truncatingIfNeeded: number), width: 1, slot)
        case (.dayName, .temporal(let moment)):
            guard case .integer(let day) = PackedMoment.calendar(.weekday, of: moment) else { return .null }
            slots[slot].append(utf8: MomentFormat.days[Int(day)])
        case (.monthName, .temporal(let moment)):
            let month = Int(PackedMoment.part(.month, of: moment))
            guard month > 0, month <= 12 else { return .null }
            slots[slot].append(utf8: MomentFormat.months[month - 1])
        case (.format, .temporal(let moment)):
            guard let format = try text(other, row), MomentFormat.append(moment, format, to: &slots[slot]) else {
                return .null
            }
        default: return .null
        }
        return .text(slots[slot].bytes)
    }

    private func appendHexadecimal(_ number: UInt64, width: Int, _ slot: Int) {
        let digits = max(width, (67 - number.leadingZeroBitCount) / 4)
        for index in stride(from: digits - 1, through: 0, by: -1) {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(4 * index) & 0xF)
            slots[slot].append(digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
    }

    /// CONCAT_WS.
    func join(
        _ span: Node.Span, _ slot: Int, _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Value {
        guard let separator = try text(links[Int(span.first)], row) else { return .null }
        slots[slot].removeAll(keepingCapacityUpTo: TextSource.scratchBytesMax)
        var isFirst = true
        for link in (span.first + 1)..<(span.first + span.count) {
            guard let part = try text(links[Int(link)], row) else { continue }
            if !isFirst { slots[slot].append(separator) }
            isFirst = false
            slots[slot].append(part)
        }
        return .text(slots[slot].bytes)
    }
}
