import Binlog

/// A column value that owns its bytes.
enum StoredValue {
    /// One that has none.
    case fixed(ColumnValue)
    case bytes([UInt8])
    case bit([UInt8])
    case json([UInt8])
    case geometry([UInt8])
    case decimal([UInt8], precision: UInt8, scale: UInt8)

    static var null: StoredValue { .fixed(.null) }
    static func text(_ text: String) -> StoredValue { .bytes(Array(text.utf8)) }
    static func signed(_ number: Int64) -> StoredValue { .fixed(.signed(number)) }
    static func unsigned(_ number: UInt64) -> StoredValue { .fixed(.unsigned(number)) }
    static func time(_ microseconds: Int64) -> StoredValue { .fixed(.time(TimeOfDay(microseconds: microseconds))) }

    static func date(_ year: UInt16, _ month: UInt8, _ day: UInt8) -> StoredValue {
        .fixed(.date(CivilDate(year: year, month: month, day: day)))
    }

    static func dateTime(
        _ year: UInt16, _ month: UInt8, _ day: UInt8, _ hour: UInt8 = 0, _ minute: UInt8 = 0, _ second: UInt8 = 0,
        _ microsecond: UInt32 = 0
    ) -> StoredValue {
        .fixed(
            .dateTime(
                CivilDateTime(
                    date: CivilDate(year: year, month: month, day: day), hour: hour, minute: minute, second: second,
                    microsecond: microsecond)))
    }

    static func timestamp(_ seconds: Int64, _ microseconds: UInt32 = 0) -> StoredValue {
        .fixed(.timestamp(seconds: seconds, microseconds: microseconds))
    }

    /// The packed form of a decimal text (MySQL `decimal2bin`): groups of nine digits in four bytes.
    static func decimal(_ text: String, _ precision: Int, _ scale: Int) -> StoredValue {
        let isNegative = text.first == "-"
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(repeating: "0", count: precision - scale - (parts.first?.count ?? 0)) + (parts.first ?? "")
        let fraction = parts.count > 1 ? parts[1] + String(repeating: "0", count: scale - parts[1].count) : ""
        var bytes: [UInt8] = []
        func put(_ digits: Substring) {
            guard let value = UInt32(digits) else { return }
            let width = (digits.count + 1) / 2 - (digits.count == 9 ? 1 : 0)
            for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * (width - 1 - index)))) }
        }
        var rest = whole[...]
        put(rest.prefix(whole.count % 9))
        rest = rest.dropFirst(whole.count % 9)
        while !rest.isEmpty {
            put(rest.prefix(9))
            rest = rest.dropFirst(9)
        }
        rest = String(fraction)[...]
        while !rest.isEmpty {
            put(rest.prefix(9))
            rest = rest.dropFirst(9)
        }
        bytes[0] ^= 0x80
        if isNegative { bytes = bytes.map { ~$0 } }
        return .decimal(bytes, precision: UInt8(precision), scale: UInt8(scale))
    }

    /// Runs `body` with the value; its bytes are valid only during that call.
    func with<Result>(_ body: (ColumnValue) throws -> Result) rethrows -> Result {
        switch self {
        case .fixed(let value): try body(value)
        case .bytes(let bytes): try bytes.withUnsafeBytes { try body(.bytes($0)) }
        case .bit(let bytes): try bytes.withUnsafeBytes { try body(.bit($0)) }
        case .json(let bytes): try bytes.withUnsafeBytes { try body(.json($0)) }
        case .geometry(let bytes): try bytes.withUnsafeBytes { try body(.geometry($0)) }
        case .decimal(let bytes, let precision, let scale):
            try bytes.withUnsafeBytes {
                try body(.decimal(PackedDecimal(bytes: $0, precision: precision, scale: scale)))
            }
        }
    }
}

/// Runs `body` with a row of the values.
func withRow<Result>(
    _ values: [StoredValue], _ body: (UnsafePointer<ColumnValue>) throws -> Result
) rethrows -> Result {
    func next(_ index: Int, _ row: [ColumnValue]) throws -> Result {
        guard index < values.count else {
            return try row.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { preconditionFailure("a row has columns") }
                return try body(start)
            }
        }
        return try values[index].with { try next(index + 1, row + [$0]) }
    }
    return try next(0, [])
}
