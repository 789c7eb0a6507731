import Bytes

/// How the rows of one table are decoded; made once for each definition of a table and shared by all its row events.
public final class RowPlan: Sendable {
    /// Made of a TABLE_MAP event, whose columns the row events after it have.
    public let table: BinlogError.TableName
    let columns: [ColumnPlan]
    /// COMPRESSED columns: their values are decompressed after the row was read.
    let compressedColumns: [Int]
    /// Columns of MySQL's JSON type, which partial updates have a bit each for.
    let jsonColumns: [Int]
    private let names: [String]

    /// Columns of the table: how many `ColumnValue`s a row image takes up.
    public var columnCount: Int { columns.count }

    /// Throws `BinlogError.unsupportedColumn` naming the first column whose values cannot be decoded.
    public init(_ event: TableMapEvent) throws(BinlogError) {
        var plans: [ColumnPlan] = []
        plans.reserveCapacity(event.columns.count)
        for (index, column) in event.columns.enumerated() {
            guard let plan = ColumnPlan(column) else {
                throw .unsupportedColumn(
                    event.name,
                    column: column.name ?? "#\(index + 1)",
                    type: column.typeCode
                )
            }
            plans.append(plan)
        }
        table = event.name
        columns = plans
        compressedColumns = event.columns.indices.filter {
            event.columns[$0].type == .blobCompressed || event.columns[$0].type == .varcharCompressed
        }
        jsonColumns = event.columns.indices.filter { event.columns[$0].type == .json }
        names = event.columns.enumerated().map { $1.name ?? "#\($0 + 1)" }
    }

    func name(ofColumn index: Int) -> String { names.indices.contains(index) ? names[index] : "#\(index + 1)" }
}
