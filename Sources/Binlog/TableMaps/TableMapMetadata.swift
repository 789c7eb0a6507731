import Bytes

/// The optional fields of a TABLE_MAP event. Lists run over the columns of a kind, in table order:
///
///     1 SIGNEDNESS                 bitmap over number columns, highest bit first: unsigned
///     2 DEFAULT_CHARSET            collation; then { index among text columns, collation } of the exceptions
///     3 COLUMN_CHARSET             collation of each text column
///     4 COLUMN_NAME                { length, UTF-8 } of each column
///     5 SET_STR_VALUE              of each SET column the number of members, { length, bytes }
///     6 ENUM_STR_VALUE             the same of each ENUM column
///     7 GEOMETRY_TYPE              of each GEOMETRY column
///     8 SIMPLE_PRIMARY_KEY         column indices
///     9 PRIMARY_KEY_WITH_PREFIX    { column index, prefix length in characters or 0 }
///    10 ENUM_AND_SET_DEFAULT_CHARSET, 11 ENUM_AND_SET_COLUMN_CHARSET   as 2 and 3, over ENUM and SET columns
///    12 COLUMN_VISIBILITY          bitmap over all columns, highest bit first
///    13 VECTOR_DIMENSIONALITY      of each VECTOR column
///
/// All numbers but the bitmaps are length-encoded. Unknown fields are passed over. MariaDB counts GEOMETRY columns
/// among the text columns of 2 and 3, MySQL does not; it counts VECTOR columns among them.
/// Source: MySQL `Table_map_event::Optional_metadata_fields`.
struct TableMapMetadata {
    var primaryKey: [Int] = []
    var primaryKeyPrefixes: [Int] = []
    private(set) var hasSignedness = false
    private let flavour: FormatDescriptionEvent.Flavour

    init(flavour: FormatDescriptionEvent.Flavour) { self.flavour = flavour }

    mutating func read(_ cursor: inout ByteCursor, columns: inout [TableMapColumn]) throws(BytesError) {
        while !cursor.isAtEnd {
            let field = try cursor.u8()
            let length = try cursor.lengthEncodedInteger()
            guard length <= UInt64(cursor.remaining) else {
                throw .malformed("metadata field longer than the event", at: cursor.offset)
            }
            var value = ByteCursor(try cursor.bytes(Int(length)))
            try readField(field, &value, &columns)
            // A list that is longer than the columns of its kind was written by other rules: then even what was read
            // may belong to other columns.
            guard value.isAtEnd || field > 13 else { throw .malformed("metadata longer than its columns", at: 0) }
        }
    }

    private mutating func readField(
        _ field: UInt8,
        _ value: inout ByteCursor,
        _ columns: inout [TableMapColumn]
    ) throws(BytesError) {
        switch field {
        case 1:
            hasSignedness = true
            var bits = BitmapReader()
            for index in columns.indices where columns[index].isNumeric {
                columns[index].isUnsigned = try bits.next(&value)
            }
        case 2: try readDefaultCollation(&value, of: textColumns(columns), &columns)
        case 3: try readCollations(&value, of: textColumns(columns), &columns)
        case 4:
            for index in columns.indices {
                columns[index].name = String(decoding: try Self.lengthPrefixed(&value), as: UTF8.self)
            }
        case 5: try readMembers(&value, of: .set, &columns)
        case 6: try readMembers(&value, of: .enumeration, &columns)
        case 7:
            for index in columns.indices where columns[index].type == .geometry {
                columns[index].geometryType = UInt32(truncatingIfNeeded: try value.lengthEncodedInteger())
            }
        case 8, 9: try readPrimaryKey(&value, hasPrefixes: field == 9, columnCount: columns.count)
        case 10:
            try readDefaultCollation(&value, of: columns.indices.filter { columns[$0].isEnumerationOrSet }, &columns)
        case 11: try readCollations(&value, of: columns.indices.filter { columns[$0].isEnumerationOrSet }, &columns)
        case 12:
            var bits = BitmapReader()
            for index in columns.indices { columns[index].isVisible = try bits.next(&value) }
        case 13:
            for index in columns.indices where columns[index].type == .vector {
                columns[index].vectorDimensions = UInt32(truncatingIfNeeded: try value.lengthEncodedInteger())
            }
        default: break
        }
    }

    private func textColumns(_ columns: [TableMapColumn]) -> [Int] {
        columns.indices.filter {
            columns[$0].isCharacter || columns[$0].type == .vector
                || (flavour == .mariadb && columns[$0].type == .geometry)
        }
    }

    private func readDefaultCollation(
        _ value: inout ByteCursor,
        of indices: [Int],
        _ columns: inout [TableMapColumn]
    ) throws(BytesError) {
        let collation = try Self.collation(&value)
        for index in indices { columns[index].collation = collation }
        while !value.isAtEnd {
            let at = value.offset
            let place = try value.lengthEncodedInteger()
            guard place < UInt64(indices.count) else { throw .malformed("no such text column", at: at) }
            columns[indices[Int(place)]].collation = try Self.collation(&value)
        }
    }

    private func readCollations(
        _ value: inout ByteCursor,
        of indices: [Int],
        _ columns: inout [TableMapColumn]
    ) throws(BytesError) {
        for index in indices { columns[index].collation = try Self.collation(&value) }
    }

    private func readMembers(
        _ value: inout ByteCursor,
        of type: ColumnType,
        _ columns: inout [TableMapColumn]
    ) throws(BytesError) {
        for index in columns.indices where columns[index].type == type {
            let at = value.offset
            let count = try value.lengthEncodedInteger()
            guard count <= UInt64(value.remaining) else { throw .malformed("more members than bytes", at: at) }
            var members: [[UInt8]] = []
            members.reserveCapacity(Int(count))
            for _ in 0..<count { members.append(Array(try Self.lengthPrefixed(&value))) }
            columns[index].members = members
        }
    }

    private mutating func readPrimaryKey(
        _ value: inout ByteCursor,
        hasPrefixes: Bool,
        columnCount: Int
    ) throws(BytesError) {
        primaryKey = []
        primaryKeyPrefixes = []
        while !value.isAtEnd {
            let at = value.offset
            let column = try value.lengthEncodedInteger()
            guard column < UInt64(columnCount) else { throw .malformed("no such key column", at: at) }
            primaryKey.append(Int(column))
            primaryKeyPrefixes.append(hasPrefixes ? Int(clamping: try value.lengthEncodedInteger()) : 0)
        }
    }

    private static func collation(_ value: inout ByteCursor) throws(BytesError) -> UInt32 {
        let at = value.offset
        guard let collation = UInt32(exactly: try value.lengthEncodedInteger()) else {
            throw .malformed("no collation", at: at)
        }
        return collation
    }

    private static func lengthPrefixed(_ value: inout ByteCursor) throws(BytesError) -> UnsafeRawBufferPointer {
        let length = try value.lengthEncodedInteger()
        guard length <= UInt64(value.remaining) else {
            throw .malformed("text longer than its field", at: value.offset)
        }
        return try value.bytes(Int(length))
    }
}

/// Bits of a metadata field, the highest of each byte first.
private struct BitmapReader {
    private var byte: UInt8 = 0
    private var left = 0

    mutating func next(_ cursor: inout ByteCursor) throws(BytesError) -> Bool {
        if left == 0 {
            byte = try cursor.u8()
            left = 8
        }
        left -= 1
        return byte >> UInt8(left) & 1 != 0
    }
}
