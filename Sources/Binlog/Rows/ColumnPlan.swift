/// How one column's value is cut out of a row: worked out once for a table, so that the row loop is one switch over
/// small numbers.
struct ColumnPlan: Sendable {
    enum Kind: UInt8, Sendable {
        case tiny, tinyUnsigned, short, shortUnsigned, int24, int24Unsigned, long, longUnsigned
        case longlong, longlongUnsigned
        case float, double, decimal, year
        case date, timeOld, time2, dateTimeOld, dateTime2, timestampOld, timestamp2
        case bit, enumeration, set
        /// A string behind a length of 1 to 4 bytes; of a COMPRESSED column, as it is stored.
        case bytes1, bytes2, bytes3, bytes4
        case json, geometry
    }

    let kind: Kind
    /// Bytes of the value, of its length field or of its fraction.
    let width: UInt8
    /// Of a DECIMAL: digits.
    let precision: UInt8
    /// Of a DECIMAL: digits after the point.
    let scale: UInt8

    init(_ kind: Kind, width: UInt8 = 0, precision: UInt8 = 0, scale: UInt8 = 0) {
        self.kind = kind
        self.width = width
        self.precision = precision
        self.scale = scale
    }
}

extension ColumnPlan {
    /// Nil when the type cannot be decoded, or has metadata that it cannot have.
    init?(_ column: TableMapColumn) {
        guard let type = column.type else { return nil }
        let unsigned = column.isUnsigned
        let metadata = column.metadata
        switch type {
        case .tiny: self.init(unsigned ? .tinyUnsigned : .tiny)
        case .short: self.init(unsigned ? .shortUnsigned : .short)
        case .int24: self.init(unsigned ? .int24Unsigned : .int24)
        case .long: self.init(unsigned ? .longUnsigned : .long)
        case .longlong: self.init(unsigned ? .longlongUnsigned : .longlong)
        case .float: self.init(.float)
        case .double: self.init(.double)
        case .year: self.init(.year)
        case .date, .newDate: self.init(.date)
        case .timeOld: self.init(.timeOld)
        case .dateTimeOld: self.init(.dateTimeOld)
        case .timestampOld: self.init(.timestampOld)
        case .time2, .dateTime2, .timestamp2:
            guard metadata <= 6 else { return nil }
            let kind: Kind = type == .time2 ? .time2 : type == .dateTime2 ? .dateTime2 : .timestamp2
            self.init(kind, width: UInt8(metadata + 1) / 2)
        case .newDecimal: self.init(precision: UInt8(metadata >> 8), scale: UInt8(metadata & 0xFF))
        case .bit:
            guard metadata >= 1, metadata <= 64 else { return nil }
            self.init(.bit, width: UInt8((metadata + 7) / 8))
        case .enumeration:
            guard metadata == 1 || metadata == 2 else { return nil }
            self.init(.enumeration, width: UInt8(metadata))
        case .set:
            guard metadata >= 1, metadata <= 8 else { return nil }
            self.init(.set, width: UInt8(metadata))
        case .varchar, .varcharCompressed, .varString, .string: self.init(metadata > 255 ? .bytes2 : .bytes1)
        case .blob, .tinyBlob, .mediumBlob, .longBlob, .blobCompressed, .vector: self.init(lengthBytes: metadata)
        case .json, .geometry:
            guard metadata >= 1, metadata <= 4 else { return nil }
            self.init(type == .json ? .json : .geometry, width: UInt8(metadata))
        // The old DECIMAL's text has a length that no server tells; no table has a NULL column.
        case .decimalOld, .null: return nil
        }
    }

    private init?(lengthBytes: UInt16) {
        switch lengthBytes {
        case 1: self.init(.bytes1)
        case 2: self.init(.bytes2)
        case 3: self.init(.bytes3)
        case 4: self.init(.bytes4)
        default: return nil
        }
    }

    private init?(precision: UInt8, scale: UInt8) {
        guard precision >= 1, precision <= 65, scale <= precision, scale <= 38 else { return nil }
        let width = PackedDecimal.byteCount(precision: precision, scale: scale)
        self.init(.decimal, width: UInt8(width), precision: precision, scale: scale)
    }
}
