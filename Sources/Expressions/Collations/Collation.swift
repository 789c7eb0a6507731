import Schema

/// How texts are ordered and when they are equal, exactly as the server does it under the collation of this name.
///
/// Texts are UTF-8 whatever the column's character set is; texts of binary strings are bytes.
package struct Collation: Sendable {
    /// Whose order it is.
    package enum Order: Sendable {
        case bytes, general, ascii, swedish, latin1Bytes, unicode400, unicode520, unicode900, unicode1400
    }

    package let name: String
    /// The charset of the columns that have it; utf8mb4 for those that a text of any charset may be compared under.
    package let charset: Charset
    package let order: Order
    /// Whether trailing spaces do not count (PAD SPACE).
    package let padsSpace: Bool
}
