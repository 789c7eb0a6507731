import Bytes

/// Bytes of a table in a `SchemaRecord`, little-endian; texts are u16 length, UTF-8:
///
///     collation u32   versioning u8   column count u16   key count u16
///     columns         name text  type u8  flags u16  length i64 (-1 none)  scale i16 (-1 none)  length bytes u8
///                     collation u32 (0 none)  member count u32, texts  geometry text  comment text  default text
///     keys            kind u8  partial u8  name text  column count u16, texts
extension TrackedTable {
    func write(into writer: inout ByteWriter) {
        writer.appendLE(collation ?? 0)
        writer.append(versioning.rawValue)
        writer.appendLE(UInt16(truncatingIfNeeded: columns.count))
        writer.appendLE(UInt16(truncatingIfNeeded: keys.count))
        for column in columns { column.write(into: &writer) }
        for key in keys {
            writer.append(key.kind.rawValue)
            writer.append(key.hasPartialColumns ? 1 : 0)
            writer.appendText(key.name ?? "")
            writer.appendLE(UInt16(truncatingIfNeeded: key.columns.count))
            for column in key.columns { writer.appendText(column) }
        }
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        let collation = try cursor.u32le()
        guard let versioning = Versioning(rawValue: try cursor.u8()) else { throw .malformed("versioning", at: 4) }
        let columnCount = try cursor.u16le()
        let keyCount = try cursor.u16le()
        var columns: [TrackedColumn] = []
        for _ in 0..<columnCount { columns.append(try TrackedColumn(&cursor)) }
        var keys: [DDLKey] = []
        for _ in 0..<keyCount {
            guard let kind = DDLKey.Kind(rawValue: try cursor.u8()) else {
                throw .malformed("kind of key", at: cursor.offset)
            }
            let isPartial = try cursor.u8() != 0
            let name = try cursor.text()
            var names: [String] = []
            for _ in 0..<(try cursor.u16le()) { names.append(try cursor.text()) }
            keys.append(
                DDLKey(kind: kind, name: name.isEmpty ? nil : name, columns: names, hasPartialColumns: isPartial))
        }
        guard cursor.isAtEnd else { throw .malformed("bytes after a table's end", at: cursor.offset) }
        self.init(
            columns: columns, keys: keys, collation: collation == 0 ? nil : collation, versioning: versioning)
    }
}

extension TrackedColumn {
    /// Bits of `flags`: what is true, and which optional texts are there.
    private struct Flags: OptionSet {
        let rawValue: UInt16
        static let unsigned = Flags(rawValue: 1), zerofill = Flags(rawValue: 2), compressed = Flags(rawValue: 4)
        static let nullable = Flags(rawValue: 8), nullabilityKnown = Flags(rawValue: 16)
        static let autoIncrement = Flags(rawValue: 32), generated = Flags(rawValue: 64)
        static let invisible = Flags(rawValue: 128), rowStart = Flags(rawValue: 256), rowEnd = Flags(rawValue: 512)
        static let hasDefault = Flags(rawValue: 1024), hasGeometry = Flags(rawValue: 2048)

        mutating func set(_ flag: Flags, _ condition: Bool) { if condition { insert(flag) } }
    }

    fileprivate func write(into writer: inout ByteWriter) {
        var flags: Flags = []
        flags.set(.unsigned, isUnsigned)
        flags.set(.zerofill, isZerofill)
        flags.set(.compressed, isCompressed)
        flags.set(.nullable, isNullable == true)
        flags.set(.nullabilityKnown, isNullable != nil)
        flags.set(.autoIncrement, isAutoIncrement)
        flags.set(.generated, isGenerated)
        flags.set(.invisible, isInvisible)
        flags.set(.rowStart, period == .rowStart)
        flags.set(.rowEnd, period == .rowEnd)
        flags.set(.hasDefault, defaultExpression != nil)
        flags.set(.hasGeometry, geometry != nil)
        writer.appendText(name)
        writer.append(type.rawValue)
        writer.appendLE(flags.rawValue)
        writer.appendLE(Int64(length ?? -1))
        writer.appendLE(Int16(truncatingIfNeeded: scale ?? -1))
        writer.append(UInt8(truncatingIfNeeded: lengthBytes))
        writer.appendLE(collation ?? 0)
        writer.appendLE(UInt32(members.count))
        for member in members { writer.appendText(member) }
        writer.appendText(geometry ?? "")
        writer.appendText(comment)
        writer.appendText(defaultExpression ?? "")
    }

    fileprivate init(_ cursor: inout ByteCursor) throws(BytesError) {
        let name = try cursor.text()
        guard let type = SQLTypeKind(rawValue: try cursor.u8()) else { throw .malformed("a type", at: cursor.offset) }
        self.init(name: name, type: type)
        let flags = Flags(rawValue: try cursor.u16le())
        isUnsigned = flags.contains(.unsigned)
        isZerofill = flags.contains(.zerofill)
        isCompressed = flags.contains(.compressed)
        isNullable = flags.contains(.nullabilityKnown) ? flags.contains(.nullable) : nil
        isAutoIncrement = flags.contains(.autoIncrement)
        isGenerated = flags.contains(.generated)
        isInvisible = flags.contains(.invisible)
        period = flags.contains(.rowStart) ? .rowStart : flags.contains(.rowEnd) ? .rowEnd : .none
        let length = try cursor.i64le()
        self.length = length < 0 ? nil : Int(length)
        let scale = try cursor.i16le()
        self.scale = scale < 0 ? nil : Int(scale)
        lengthBytes = Int(try cursor.u8())
        let collation = try cursor.u32le()
        self.collation = collation == 0 ? nil : collation
        for _ in 0..<(try cursor.u32le()) { members.append(try cursor.text()) }
        let geometry = try cursor.text()
        self.geometry = flags.contains(.hasGeometry) ? geometry : nil
        comment = try cursor.text()
        let expression = try cursor.text()
        defaultExpression = flags.contains(.hasDefault) ? expression : nil
    }
}
