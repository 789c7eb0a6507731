import Binlog

/// Why a table's definition is not complete enough to convert its rows. The table's source stops; nothing is guessed.
public enum SchemaError: Error, Equatable {
    /// The TABLE_MAP event has no column names, or no collations or members: binlog_row_metadata is not FULL.
    case rowMetadataMissing(BinlogError.TableName)
    /// The TABLE_MAP event has no column names, and no definition is known that is certain to be the rows': why.
    case definitionUnknown(BinlogError.TableName, cause: String)
    /// The definition is needed, and the source could not be asked for it: why.
    case lookupFailed(BinlogError.TableName, cause: String)
    /// A collation that no known server has.
    case unknownCollation(BinlogError.TableName, column: String, collation: UInt32)
    /// An ENUM or SET member that is no text of its column's charset.
    case malformedMember(BinlogError.TableName, column: String, member: Int)
}

extension SchemaError: CustomStringConvertible {
    /// What went wrong, in one line.
    public var description: String {
        switch self {
        case .rowMetadataMissing(let table): "the binlog does not name the columns of \(table)"
        case .definitionUnknown(let table, let cause):
            "the binlog does not name the columns of \(table), and they are not known otherwise: \(cause)"
        case .lookupFailed(let table, let cause):
            "the binlog does not name the columns of \(table), and the source cannot be asked: \(cause)"
        case .unknownCollation(let table, let column, let collation):
            "column \(column) of \(table) has the unknown collation \(collation)"
        case .malformedMember(let table, let column, let member):
            "member \(member) of column \(column) of \(table) is not valid in the column's charset"
        }
    }

    /// What the operator can do about it, in one line.
    public var remedy: String {
        switch self {
        case .rowMetadataMissing, .definitionUnknown:
            "SET GLOBAL binlog_row_metadata=FULL on the source; rows written before that cannot be read"
        case .lookupFailed:
            "let the source's user connect and SELECT from the table, or SET GLOBAL binlog_row_metadata=FULL"
        case .unknownCollation: "the source is newer than this version knows: upgrade, or leave the table out"
        case .malformedMember: "change the column's definition on the source, or leave the table out of `capture`"
        }
    }

    /// The same events give the same answer, unless the source has to be asked.
    public var isRetriable: Bool {
        if case .lookupFailed = self { return true }
        return false
    }
}
