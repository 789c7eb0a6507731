import Bytes

/// Reads the rows of one row event, one at a time, into storage that the caller owns and uses again and again.
/// Nothing is allocated. The values point into the event's memory.
public struct RowDecoder: ~Copyable {
    private let plan: RowPlan
    private let event: RowsEvent
    private var position: UnsafeRawPointer
    private let end: UnsafeRawPointer
    private let beforeCount: Int
    private let afterCount: Int

    /// Throws `BinlogError.columnCountMismatch` when the event has not as many columns as the plan's table.
    public init(_ event: RowsEvent, plan: RowPlan) throws(BinlogError) {
        guard event.columnCount == plan.columnCount else {
            throw .columnCountMismatch(
                plan.table,
                event.header.type,
                endPosition: event.header.nextPosition,
                expected: plan.columnCount,
                found: event.columnCount
            )
        }
        let before = Self.bitCount(event.presentBefore, columns: event.columnCount)
        let after = Self.bitCount(event.presentAfter, columns: event.columnCount)
        // Rows without any column take no bytes: how many there are could not be told.
        guard before > 0, after > 0 else {
            throw .malformedRow(
                plan.table,
                column: "(none)",
                event.header.type,
                endPosition: event.header.nextPosition,
                offset: 0
            )
        }
        self.plan = plan
        self.event = event
        beforeCount = before
        afterCount = after
        // An empty buffer may have no address; then the two are equal and nothing is read.
        position = event.rows.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        end = position + event.rows.count
    }

    /// Reads the next row; false when there is none left.
    ///
    /// - Parameters:
    ///   - before: for updates and deletes the row as it was, one value a column; not written for inserts.
    ///   - after: for inserts and updates the row as it is, one value a column; not written for deletes.
    ///   Both have room for `plan.columnCount` values.
    /// Throws `BinlogError.malformedRow` naming table, column and event.
    public mutating func next(
        before: UnsafeMutablePointer<ColumnValue>,
        after: UnsafeMutablePointer<ColumnValue>
    ) throws(BinlogError) -> Bool {
        if position == end { return false }
        switch event.operation {
        case .insert: try read(into: after, present: event.presentAfter, count: afterCount)
        case .delete: try read(into: before, present: event.presentBefore, count: beforeCount)
        case .update:
            try read(into: before, present: event.presentBefore, count: beforeCount)
            try read(into: after, present: event.presentAfter, count: afterCount)
        }
        return true
    }

    private mutating func read(
        into values: UnsafeMutablePointer<ColumnValue>,
        present: UnsafeRawBufferPointer,
        count: Int
    ) throws(BinlogError) {
        let nullBytes = (count + 7) / 8
        guard end - position >= nullBytes else { throw malformed(column: 0) }
        let nulls = position
        position += nullBytes
        let failed = plan.columns.withUnsafeBufferPointer { columns in
            var reader = ColumnReader(position: position, end: end)
            let failed =
                count == columns.count
                ? reader.readAll(columns, nulls: nulls, into: values)
                : reader.readSome(columns, present: present, nulls: nulls, into: values)
            position = reader.position
            return failed
        }
        if failed >= 0 { throw malformed(column: failed) }
    }

    @inline(never)
    private func malformed(column: Int) -> BinlogError {
        let start = event.rows.baseAddress ?? position
        return .malformedRow(
            plan.table,
            column: plan.name(ofColumn: column),
            event.header.type,
            endPosition: event.header.nextPosition,
            offset: position - start
        )
    }

    private static func bitCount(_ bitmap: UnsafeRawBufferPointer, columns: Int) -> Int {
        var count = 0
        for index in 0..<columns where bitmap[index / 8] >> UInt8(index % 8) & 1 != 0 { count += 1 }
        return count
    }
}
