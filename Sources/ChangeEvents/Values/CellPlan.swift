import Schema

/// How one column's values become text in the formats that write a row as one flat object (Maxwell, Canal): decided
/// once per table version.
///
/// It holds no references: a row is encoded from an array of these without touching a reference count.
struct CellPlan {
    /// What the bytes of a string column are; `other` for the types whose values say it themselves.
    enum Content {
        case other
        case text
        case binary
        case uuid
        case inet4
        case inet6
        /// Little-endian 32-bit floats.
        case vector
    }

    /// Index into the table's columns and the row's values.
    let column: Int
    let content: Content
    /// Of `text`.
    let decoder: TextDecoder?
    /// Digits after the point of a temporal value.
    let fractionDigits: Int
    /// Where the constant text before the value stands in the layout's.
    let prefixOffset: Int
    let prefixLength: Int
    /// The members of an ENUM or SET column in the layout's list of members.
    let membersStart: Int
    let membersCount: Int
}

extension CellPlan.Content {
    /// Decides by meaning, type and collation.
    init(_ column: ColumnDefinition) {
        switch column.meaning {
        case .uuid: self = .uuid
        case .inet4: self = .inet4
        case .inet6: self = .inet6
        case .vector: self = .vector
        default:
            switch column.type {
            case .varchar, .varString, .string, .tinyBlob, .mediumBlob, .longBlob, .blob, .blobCompressed,
                .varcharCompressed:
                self = Self.isBinary(column.collation) ? .binary : .text
            case .vector: self = .vector
            default: self = .other
            }
        }
    }

    private static func isBinary(_ collation: UInt32?) -> Bool {
        guard let collation else { return true }
        return Charset(collation: collation) == .binary
    }
}
