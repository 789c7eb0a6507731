import Binlog

/// A column as the tracker knows it: what the server made of its declaration.
struct TrackedColumn: Equatable {
    var name: String
    var type: SQLTypeKind
    /// Of CHAR and VARCHAR characters (bytes in the charset binary); of numbers the digits, where declared; of BIT bits;
    /// of temporals the fraction's digits; of VECTOR dimensions.
    var length: Int?
    var scale: Int?
    /// Of TEXT and BLOB: bytes of the length field.
    var lengthBytes = 0
    var isUnsigned = false
    var isZerofill = false
    /// nil: the charset was the database's default, which is not known. Only of types that have one.
    var collation: UInt32?
    var members: [String] = []
    var geometry: String?
    var isCompressed = false
    /// nil: it depends on a setting of the session that the binlog does not tell.
    var isNullable: Bool?
    var defaultExpression: String?
    var isAutoIncrement = false
    var isGenerated = false
    var isInvisible = false
    var period = ColumnSpecification.Period.none
    var comment = ""

    init(name: String, type: SQLTypeKind) {
        self.name = name
        self.type = type
    }

    /// Names of columns are compared without regard to letter case.
    func hasName(_ other: String) -> Bool {
        name == other || name.utf8.count == other.utf8.count && name.lowercased() == other.lowercased()
    }

    /// What the server makes of a declaration.
    /// - Parameter tableCollation: the table's default; nil when it is not known.
    init(
        _ specification: ColumnSpecification, tableCollation: UInt32?, _ context: DDLContext
    ) throws(SQLNotUnderstood) {
        let type = specification.type
        self.init(name: specification.name, type: type.kind)
        length = type.length
        scale = type.scale
        isUnsigned = type.isUnsigned
        isZerofill = type.isZerofill
        geometry = type.geometry
        isCompressed = type.isCompressed
        isAutoIncrement = specification.isAutoIncrement
        isGenerated = specification.isGenerated
        isInvisible = specification.isInvisible
        period = specification.period
        comment = specification.comment
        defaultExpression = specification.defaultExpression
        if let isNullable = specification.isNullable {
            self.isNullable = isNullable && !specification.isPrimary
        } else if specification.isPrimary {
            isNullable = false
        } else if type.kind == .timestamp, !specification.isGenerated {
            // Without explicit_defaults_for_timestamp a TIMESTAMP is NOT NULL by itself; MariaDB does not say.
            isNullable = context.session.explicitDefaultsForTimestamp
        } else {
            // AUTO_INCREMENT columns are never null.
            isNullable = !specification.isAutoIncrement
        }
        try setDigits()
        guard type.kind.hasCollation else { return }
        collation = try Self.collation(type, tableCollation: tableCollation, context)
        members = type.members.map(Self.withoutTrailingSpaces)
        if type.kind == .text {
            guard let bytes = type.lengthBytes ?? textLengthBytes(type.length) else {
                throw SQLNotUnderstood("a TEXT(n) in an unknown charset")
            }
            lengthBytes = bytes
            length = nil
        }
        widenIfTooLong()
    }

    private static func collation(
        _ type: TypeSpecification, tableCollation: UInt32?, _ context: DDLContext
    ) throws(SQLNotUnderstood) -> UInt32? {
        let options = DefaultCharset(charset: type.charset, collation: type.collation)
        let collation = try context.collation(options, inherited: tableCollation)
        guard type.hasBinaryCollation, let collation, let charset = Charset(collation: collation) else {
            return collation
        }
        return Collations.binaryNumber(of: charset)
    }

    private mutating func setDigits() throws(SQLNotUnderstood) {
        switch type {
        case .decimal:
            let precision = length ?? 10
            length = precision == 0 ? 10 : precision
            scale = scale ?? 0
            guard (1...65).contains(length ?? 0), (0...38).contains(scale ?? 0) else {
                throw SQLNotUnderstood("a DECIMAL that no server has")
            }
        case .bit: guard (1...64).contains(length ?? 1) else { throw SQLNotUnderstood("a BIT that no server has") }
        case .time, .datetime, .timestamp:
            guard (0...6).contains(length ?? 0) else { throw SQLNotUnderstood("a fraction that no server has") }
        case .vector: guard (0...65_532).contains(length ?? 0) else { throw SQLNotUnderstood("too long a VECTOR") }
        default: break
        }
    }

    /// Bytes of the length field that TEXT(n) gets; nil when the charset is not known.
    private func textLengthBytes(_ length: Int?) -> Int? {
        guard let length else { return 2 }
        guard let collation, let charset = Charset(collation: collation) else { return nil }
        return Self.lengthBytes(forBytes: length * charset.characterBytesMax)
    }

    static func lengthBytes(forBytes bytes: Int) -> Int {
        bytes <= 0xFF ? 1 : bytes <= 0xFFFF ? 2 : bytes <= 0xFF_FFFF ? 3 : 4
    }

    /// Without strict mode a VARCHAR that is too long becomes a TEXT.
    private mutating func widenIfTooLong() {
        guard type == .varchar, let length, let width = characterBytesMax, length * width > 65_535 else { return }
        type = .text
        lengthBytes = Self.lengthBytes(forBytes: length * width)
        self.length = nil
    }

    var characterBytesMax: Int? { collation.flatMap { Charset(collation: $0)?.characterBytesMax } }

    private static func withoutTrailingSpaces(_ text: String) -> String {
        var text = Substring(text)
        while text.utf8.last == 0x20 { text.removeLast() }
        return String(text)
    }
}
