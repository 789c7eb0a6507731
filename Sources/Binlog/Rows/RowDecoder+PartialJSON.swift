import Bytes

/// Between the two images of a row of PARTIAL_UPDATE_ROWS:
///
///     0  value options, length-encoded: 1 = partial JSON
///     1  if 1: a bit for each JSON column of the table, lowest first: set where the image after holds changes
///
/// The changes stand in place of the document, behind a length of the same four bytes: see `JSONDiff`.
/// Source: MySQL sql/rpl_record.cc `pack_row`, `unpack_row`.
extension RowDecoder {
    /// The bits, or nil when all documents of the row are whole.
    mutating func readPartialBits() throws(BinlogError) -> UnsafeRawBufferPointer? {
        var cursor = ByteCursor(UnsafeRawBufferPointer(start: position, count: end - position))
        do throws(BytesError) {
            let options = try cursor.lengthEncodedInteger()
            guard options <= 1 else { throw BytesError.malformed("unknown value options", at: 0) }
            let bits = options == 1 ? try cursor.bytes((plan.jsonColumns.count + 7) / 8) : nil
            position += cursor.offset
            return bits
        } catch { throw malformed(column: 0) }
    }

    /// Makes whole documents of the changes in the image after.
    func applyPartialUpdates(
        _ bits: UnsafeRawBufferPointer, before: UnsafeMutablePointer<ColumnValue>,
        after: UnsafeMutablePointer<ColumnValue>, _ scratch: RowScratch
    ) throws(BinlogError) {
        for (place, column) in plan.jsonColumns.enumerated() where bits[place / 8] >> UInt8(place % 8) & 1 != 0 {
            guard case .json(let changes) = after[column] else { continue }
            switch before[column] {
            case .json(let document):
                after[column] = .json(try patch(document, changes, column, scratch))
            case .absent:
                throw .partialJSONWithoutDocument(
                    plan.table, column: plan.name(ofColumn: column), endPosition: event.header.nextPosition)
            default: throw rejected(column, "there is no document before")
            }
        }
    }

    private func patch(
        _ document: UnsafeRawBufferPointer, _ changes: UnsafeRawBufferPointer, _ column: Int, _ scratch: RowScratch
    ) throws(BinlogError) -> UnsafeRawBufferPointer {
        do throws(BytesError) {
            // No change at all: an UPDATE that set the column to what it was.
            if changes.isEmpty { return document }
            scratch.document.removeAll(keepingCapacityUpTo: 1 << 20)
            try JSONPatch.apply(changes, to: document, into: &scratch.document)
        } catch {
            throw rejected(column, "\(error)")
        }
        guard let target = scratch.allocate(scratch.document.count) else { throw tooLarge(column: column, scratch) }
        target.copyMemory(from: scratch.document.bytes)
        return UnsafeRawBufferPointer(target)
    }

    private func rejected(_ column: Int, _ why: String) -> BinlogError {
        .partialJSONRejected(
            plan.table, column: plan.name(ofColumn: column), endPosition: event.header.nextPosition, why)
    }
}
