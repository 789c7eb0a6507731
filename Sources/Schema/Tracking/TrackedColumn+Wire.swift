import Binlog

extension TrackedColumn {
    /// The type code and metadata that TABLE_MAP events carry for the column, in the form of `TableMapColumn`; nil when
    /// they depend on a charset that is not known.
    func wire(_ flavour: FormatDescriptionEvent.Flavour) -> (type: ColumnType, metadata: UInt16)? {
        switch type {
        case .tinyint: return (.tiny, 0)
        case .smallint: return (.short, 0)
        case .mediumint: return (.int24, 0)
        case .int: return (.long, 0)
        case .bigint: return (.longlong, 0)
        case .decimal: return (.newDecimal, UInt16(clamping: (length ?? 10) << 8 | (scale ?? 0)))
        case .float: return (.float, 4)
        case .double: return (.double, 8)
        case .bit: return (.bit, UInt16(clamping: length ?? 1))
        case .year: return (.year, 0)
        case .date: return (.date, 0)
        case .time: return (.time2, UInt16(clamping: length ?? 0))
        case .datetime: return (.dateTime2, UInt16(clamping: length ?? 0))
        case .timestamp: return (.timestamp2, UInt16(clamping: length ?? 0))
        case .char: return bytes.map { (.string, UInt16(clamping: $0)) }
        case .varchar:
            // A compressed value has a byte more, which says how.
            return bytes.map {
                isCompressed ? (.varcharCompressed, UInt16(clamping: $0 + 1)) : (.varchar, UInt16(clamping: $0))
            }
        case .text: return (isCompressed ? .blobCompressed : .blob, UInt16(clamping: lengthBytes))
        case .enumeration: return (.enumeration, members.count < 256 ? 1 : 2)
        case .set:
            let bytes = (members.count + 7) / 8
            return (.set, UInt16(bytes > 4 ? 8 : max(bytes, 1)))
        case .json: return (.json, 4)
        case .geometry: return (.geometry, 4)
        case .vector:
            return flavour == .mysql ? (.vector, 4) : (.varchar, UInt16(clamping: (length ?? 0) * 4))
        case .uuid, .inet6: return (.string, 16)
        case .inet4: return (.string, 4)
        }
    }

    /// Most bytes that a CHAR or VARCHAR holds.
    private var bytes: Int? {
        guard let length, let width = characterBytesMax else { return nil }
        return length * width
    }

    /// What the values mean where the type in the binlog does not say it.
    func meaning(_ flavour: FormatDescriptionEvent.Flavour) -> ColumnMeaning {
        switch type {
        case .uuid: .uuid
        case .inet4: .inet4
        case .inet6: .inet6
        case .vector: flavour == .mariadb ? .vector : .plain
        default: .plain
        }
    }

    /// Whether the event's column can be this one: type, length, nullability, sign and charset, as far as both know.
    /// - Parameter hasSignedness: the event tells signs.
    func fits(
        _ column: TableMapColumn, hasSignedness: Bool, _ flavour: FormatDescriptionEvent.Flavour
    ) -> Bool {
        guard let type = column.type else { return false }
        if let isNullable, isNullable != column.isNullable { return false }
        if hasSignedness, isUnsignedInEvents != column.isUnsigned { return false }
        if let collation, let other = column.collation, self.type.hasCollation,
            Charset(collation: collation) != Charset(collation: other)
        {
            return false
        }
        // A table from before MySQL 5.6, or of a MariaDB with mysql56_temporal_format=OFF.
        switch (self.type, type) {
        case (.time, .timeOld), (.datetime, .dateTimeOld), (.timestamp, .timestampOld): return true
        case (.date, .newDate): return true
        default: break
        }
        guard let wire = wire(flavour) else { return fitsSomeCharset(column, type) }
        return wire.type == type && wire.metadata == column.metadata
    }

    /// The charset is the database's default and not known: the event's own counts, else any.
    private func fitsSomeCharset(_ column: TableMapColumn, _ type: ColumnType) -> Bool {
        let expected: ColumnType = self.type == .char ? .string : isCompressed ? .varcharCompressed : .varchar
        guard type == expected, let length else { return false }
        let bytes = Int(column.metadata) - (isCompressed ? 1 : 0)
        if let collation = column.collation {
            guard let charset = Charset(collation: collation) else { return false }
            return bytes == length * charset.characterBytesMax
        }
        return (1...4).contains { bytes == length * $0 }
    }

    /// The collation in the definition of a column that the binlog has as a string.
    func collation(_ flavour: FormatDescriptionEvent.Flavour, event: UInt32? = nil) -> UInt32? {
        switch type {
        case .uuid, .inet4, .inet6: 63
        case .vector: flavour == .mariadb ? 63 : nil
        default: type.hasCollation ? event ?? collation : nil
        }
    }

    /// YEAR counts as unsigned.
    var isUnsignedInEvents: Bool {
        switch type {
        case .year: true
        case .tinyint, .smallint, .mediumint, .int, .bigint, .decimal, .float, .double: isUnsigned
        default: false
        }
    }
}
