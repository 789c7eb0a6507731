/// The kinds of column types, synonyms resolved.
enum SQLTypeKind: UInt8, Sendable, CaseIterable {
    case tinyint = 1, smallint, mediumint, int, bigint, decimal, float, double, bit
    case year, date, time, datetime, timestamp
    case char, varchar
    /// TINYTEXT to LONGTEXT, or in the charset binary TINYBLOB to LONGBLOB: by the bytes of the length field.
    case text
    case enumeration, set
    /// MySQL's; MariaDB's JSON is a LONGTEXT.
    case json
    case geometry, vector
    case uuid, inet4, inet6

    var isCharacter: Bool { self == .char || self == .varchar || self == .text }
    var hasCollation: Bool { isCharacter || self == .enumeration || self == .set }
}

/// A column's type as it is written, before the table's default charset is known.
struct TypeSpecification: Equatable {
    var kind: SQLTypeKind
    /// Characters, bytes, bits, digits or dimensions, where given.
    var length: Int?
    /// Digits after the point, where given.
    var scale: Int?
    /// Of TEXT and BLOB: bytes of the length field; nil where TEXT(n) leaves it to n.
    var lengthBytes: Int?
    var isUnsigned = false
    var isZerofill = false
    var members: [String] = []
    /// As written, in lower case.
    var charset: String?
    var collation: String?
    /// The attribute BINARY: the charset's `_bin` collation.
    var hasBinaryCollation = false
    var isCompressed = false
    /// `point`, `polygon`, …
    var geometry: String?
    /// SERIAL stands for several attributes.
    var isSerial = false

    init(_ kind: SQLTypeKind, length: Int? = nil) {
        self.kind = kind
        self.length = length
    }
}
