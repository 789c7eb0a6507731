/// The row loop. It answers with the index of the column that could not be read, or −1: errors with names are made
/// outside, so that this stays small.
struct ColumnReader {
    var position: UnsafeRawPointer
    let end: UnsafeRawPointer

    @inline(__always)
    init(position: UnsafeRawPointer, end: UnsafeRawPointer) {
        self.position = position
        self.end = end
    }

    /// Reads an image that has every column.
    mutating func readAll(
        _ columns: UnsafeBufferPointer<ColumnPlan>,
        nulls: UnsafeRawPointer,
        into values: UnsafeMutablePointer<ColumnValue>
    ) -> Int {
        var index = 0
        let count = columns.count
        while index < count {
            let isNull = nulls.load(fromByteOffset: index >> 3, as: UInt8.self) >> UInt8(index & 7) & 1 != 0
            if isNull {
                (values + index).initialize(to: .null)
            } else if !readValue(columns[index], into: values + index) {
                return index
            }
            index &+= 1
        }
        return -1
    }

    /// Reads an image that leaves columns out (binlog_row_image=MINIMAL or NOBLOB): they become `absent`.
    mutating func readSome(
        _ columns: UnsafeBufferPointer<ColumnPlan>,
        present: UnsafeRawBufferPointer,
        nulls: UnsafeRawPointer,
        into values: UnsafeMutablePointer<ColumnValue>
    ) -> Int {
        var bit = 0
        for index in 0..<columns.count {
            guard present[index >> 3] >> UInt8(index & 7) & 1 != 0 else {
                (values + index).initialize(to: .absent)
                continue
            }
            let isNull = nulls.load(fromByteOffset: bit >> 3, as: UInt8.self) >> UInt8(bit & 7) & 1 != 0
            bit &+= 1
            if isNull {
                (values + index).initialize(to: .null)
            } else if !readValue(columns[index], into: values + index) {
                return index
            }
        }
        return -1
    }

    @inline(__always)
    private mutating func take(_ count: Int) -> UnsafeRawPointer? {
        guard end - position >= count else { return nil }
        let start = position
        position += count
        return start
    }

    @inline(__always)
    private mutating func little<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type) -> Integer? {
        guard let start = take(MemoryLayout<Integer>.size) else { return nil }
        return Integer(littleEndian: start.loadUnaligned(as: Integer.self))
    }

    /// A little-endian number of `width` bytes.
    @inline(__always)
    private mutating func little(width: Int) -> UInt64? {
        guard let start = take(width) else { return nil }
        var value: UInt64 = 0
        for index in 0..<width {
            value |= UInt64(start.load(fromByteOffset: index, as: UInt8.self)) << UInt64(8 &* index)
        }
        return value
    }

    /// A big-endian number of `width` bytes.
    @inline(__always)
    private mutating func big(width: Int) -> UInt64? {
        guard let start = take(width) else { return nil }
        var value: UInt64 = 0
        for index in 0..<width { value = value << 8 | UInt64(start.load(fromByteOffset: index, as: UInt8.self)) }
        return value
    }

    /// The bytes behind a length of `width` bytes.
    @inline(__always)
    private mutating func view(lengthBytes width: Int) -> UnsafeRawBufferPointer? {
        guard let length = little(width: width), let start = take(Int(truncatingIfNeeded: length)) else { return nil }
        return UnsafeRawBufferPointer(start: start, count: Int(truncatingIfNeeded: length))
    }

    @inline(__always)
    private mutating func readValue(_ plan: ColumnPlan, into value: UnsafeMutablePointer<ColumnValue>) -> Bool {
        let decoded: ColumnValue?
        switch plan.kind {
        case .tiny: decoded = little(Int8.self).map { .signed(Int64($0)) }
        case .tinyUnsigned: decoded = little(UInt8.self).map { .unsigned(UInt64($0)) }
        case .short: decoded = little(Int16.self).map { .signed(Int64($0)) }
        case .shortUnsigned: decoded = little(UInt16.self).map { .unsigned(UInt64($0)) }
        case .int24: decoded = little(width: 3).map { .signed(Int64(bitPattern: $0 << 40) >> 40) }
        case .int24Unsigned: decoded = little(width: 3).map { .unsigned($0) }
        case .long: decoded = little(Int32.self).map { .signed(Int64($0)) }
        case .longUnsigned: decoded = little(UInt32.self).map { .unsigned(UInt64($0)) }
        case .longlong: decoded = little(Int64.self).map { .signed($0) }
        case .longlongUnsigned: decoded = little(UInt64.self).map { .unsigned($0) }
        case .float: decoded = little(UInt32.self).map { .float(Float(bitPattern: $0)) }
        case .double: decoded = little(UInt64.self).map { .double(Double(bitPattern: $0)) }
        case .year: decoded = little(UInt8.self).map { .year($0 == 0 ? 0 : 1900 + UInt16($0)) }
        case .decimal:
            decoded = take(Int(plan.width)).map {
                .decimal(
                    PackedDecimal(
                        bytes: UnsafeRawBufferPointer(start: $0, count: Int(plan.width)),
                        precision: plan.precision,
                        scale: plan.scale
                    )
                )
            }
        case .date: decoded = little(width: 3).map { .date(CivilDate(packed: $0)) }
        case .timeOld: decoded = little(width: 3).flatMap { TimeOfDay(digits: $0).map { .time($0) } }
        case .dateTimeOld: decoded = little(UInt64.self).flatMap { CivilDateTime(digits: $0).map { .dateTime($0) } }
        case .timestampOld: decoded = little(UInt32.self).map { .timestamp(seconds: Int64($0), microseconds: 0) }
        case .time2:
            decoded = big(width: 3 &+ Int(plan.width)).flatMap {
                TimeOfDay(packed: $0, fractionBytes: plan.width).map { .time($0) }
            }
        case .dateTime2:
            decoded = big(width: 5 &+ Int(plan.width)).flatMap {
                CivilDateTime(packed: $0, fractionBytes: plan.width).map { .dateTime($0) }
            }
        case .timestamp2:
            decoded = big(width: 4 &+ Int(plan.width)).flatMap { packed -> ColumnValue? in
                let micros = PackedFraction.microseconds(packed, bytes: plan.width)
                guard micros < 1_000_000 else { return nil }
                let seconds = packed >> UInt64(8 &* plan.width)
                return .timestamp(seconds: Int64(truncatingIfNeeded: seconds), microseconds: micros)
            }
        case .bit:
            decoded = take(Int(plan.width)).map { .bit(UnsafeRawBufferPointer(start: $0, count: Int(plan.width))) }
        case .enumeration:
            decoded = little(width: Int(plan.width)).map { .enumeration(UInt16(truncatingIfNeeded: $0)) }
        case .set: decoded = little(width: Int(plan.width)).map { .set($0) }
        case .bytes1: decoded = view(lengthBytes: 1).map { .bytes($0) }
        case .bytes2: decoded = view(lengthBytes: 2).map { .bytes($0) }
        case .bytes3: decoded = view(lengthBytes: 3).map { .bytes($0) }
        case .bytes4: decoded = view(lengthBytes: 4).map { .bytes($0) }
        case .json: decoded = view(lengthBytes: Int(plan.width)).map { .json($0) }
        case .geometry: decoded = view(lengthBytes: Int(plan.width)).map { .geometry($0) }
        }
        guard let decoded else { return false }
        value.initialize(to: decoded)
        return true
    }
}
