import Bytes

/// Reads the rows of one row event, one at a time, into storage that the caller owns and uses again and again.
/// Nothing is allocated (but for partial JSON updates). The values point into the event's memory, those that do not
/// stand in it as they are into the scratch memory.
public struct RowDecoder: ~Copyable {
    let plan: RowPlan
    let event: RowsEvent
    var position: UnsafeRawPointer
    let end: UnsafeRawPointer
    private let beforeCount: Int
    private let afterCount: Int
    /// Only where it is needed: COMPRESSED columns or a partial update.
    private let scratch: RowScratch?

    /// - Parameter scratch: where values live that are decompressed or put together. Give one that is used again for
    ///   each event; without one an event that needs it makes its own, without a limit.
    /// Throws `BinlogError.columnCountMismatch` when the event has not as many columns as the plan's table.
    public init(_ event: RowsEvent, plan: RowPlan, scratch: RowScratch? = nil) throws(BinlogError) {
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
        let needsScratch = event.isPartial || !plan.compressedColumns.isEmpty
        self.scratch = needsScratch ? scratch ?? RowScratch(rowBytesMax: .max) : nil
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
    /// Throws `BinlogError.malformedRow` naming table, column and event; `.rowTooLarge` when the scratch memory's limit
    /// is reached; `.partialJSONWithoutDocument` and `.partialJSONRejected` for partial updates that cannot be applied.
    public mutating func next(
        before: UnsafeMutablePointer<ColumnValue>,
        after: UnsafeMutablePointer<ColumnValue>
    ) throws(BinlogError) -> Bool {
        if position == end { return false }
        if scratch != nil { return try nextWithScratch(before: before, after: after) }
        switch event.operation {
        case .insert: try read(into: after, present: event.presentAfter, count: afterCount)
        case .delete: try read(into: before, present: event.presentBefore, count: beforeCount)
        case .update:
            try read(into: before, present: event.presentBefore, count: beforeCount)
            try read(into: after, present: event.presentAfter, count: afterCount)
        }
        return true
    }

    @inline(never)
    private mutating func nextWithScratch(
        before: UnsafeMutablePointer<ColumnValue>,
        after: UnsafeMutablePointer<ColumnValue>
    ) throws(BinlogError) -> Bool {
        guard let scratch else { return false }
        scratch.beginRow()
        if event.operation != .insert {
            try read(into: before, present: event.presentBefore, count: beforeCount)
            try inflateColumns(of: before, scratch)
        }
        guard event.operation != .delete else { return true }
        let partial = event.isPartial ? try readPartialBits() : nil
        try read(into: after, present: event.presentAfter, count: afterCount)
        try inflateColumns(of: after, scratch)
        if let partial { try applyPartialUpdates(partial, before: before, after: after, scratch) }
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

    /// Decompresses the COMPRESSED columns of an image, which were read as they are stored.
    private func inflateColumns(
        of values: UnsafeMutablePointer<ColumnValue>, _ scratch: RowScratch
    ) throws(BinlogError) {
        for index in plan.compressedColumns {
            guard case .bytes(let stored) = values[index] else { continue }
            switch scratch.inflate(stored) {
            case .value(let bytes): values[index] = .bytes(bytes)
            case .malformed: throw malformed(column: index)
            case .tooLarge: throw tooLarge(column: index, scratch)
            }
        }
    }

    @inline(never)
    func tooLarge(column: Int, _ scratch: RowScratch) -> BinlogError {
        .rowTooLarge(
            plan.table, column: plan.name(ofColumn: column), endPosition: event.header.nextPosition,
            bytesMax: scratch.rowBytesMax)
    }

    @inline(never)
    func malformed(column: Int) -> BinlogError {
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
