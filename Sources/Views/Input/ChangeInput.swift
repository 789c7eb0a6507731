import Binlog
import ChangeEvents

/// Reads Debezium's records of row changes: one pass over the bytes, nothing allocated once its memory has grown.
///
///     {"before":{…},"after":{…},"source":{…,"db":"notify",…,"table":"orders",…},…,"op":"u",…}
///
/// With schemas, `{"schema":…,"payload":{…}}` around it. Not for use by two threads at once.
final class ChangeInput {
    /// A change, valid until the next one is read.
    struct Change {
        let operation: Operation
        /// Index of the table among those that the reader knows.
        let table: Int
        /// Values of all columns; nil where there is no such image.
        let before: UnsafePointer<ColumnValue>?
        let after: UnsafePointer<ColumnValue>?
    }

    private final class Table {
        let database: [UInt8]
        let name: [UInt8]
        var before: RowInput?
        var after: RowInput?

        init(_ database: String, _ name: String) {
            self.database = Array(database.utf8)
            self.name = Array(name.utf8)
        }
    }

    /// One of a change's two images: where it stands, or what was read of it.
    private enum Image {
        case none
        case bytes(UnsafeRawPointer, Int)
        case row(UnsafePointer<ColumnValue>)
    }

    private struct Envelope {
        var before = Image.none
        var after = Image.none
        var operation: Operation?
        var table: Int?
        var isOfOtherTable = false
    }

    private var tables: [Table] = []
    private var arena = InputArena()
    private var columnsMax = 0

    /// Makes a table known.
    /// - Returns: its index.
    func add(database: String, table: String) -> Int {
        tables.append(Table(database, table))
        return tables.count - 1
    }

    /// Says how the table's records are written from now on.
    func bind(_ table: Int, _ layout: InputLayout) {
        tables[table].before = RowInput(layout)
        tables[table].after = RowInput(layout)
        columnsMax = max(columnsMax, layout.columns.count)
    }

    /// Reads a record.
    /// - Parameter only: the one table that the topic has records of; nil where it may have several.
    /// - Returns: nil for a record of no known table.
    /// - Throws: `InputFault` when the bytes are no change of the table.
    func read(_ value: UnsafeRawBufferPointer, only table: Int?) throws(InputFault) -> Change? {
        arena.begin(2 * value.count + 128 * columnsMax)
        var reader = JSONReader(value)
        var envelope = Envelope()
        envelope.table = table
        guard read(&envelope, &reader) else { throw malformed(value) }
        if envelope.isOfOtherTable { return nil }
        guard let table = envelope.table, let operation = envelope.operation else { throw malformed(value) }
        guard let before = row(envelope.before, table, isAfter: false),
            let after = row(envelope.after, table, isAfter: true)
        else { throw malformed(value) }
        return Change(operation: operation, table: table, before: before.row, after: after.row)
    }

    private func read(_ envelope: inout Envelope, _ reader: inout JSONReader) -> Bool {
        guard reader.take(0x7B) else { return false }
        if reader.take(0x7D) { return true }
        var hasEscapes = false
        while true {
            reader.skipSpace()
            guard let key = reader.string(&hasEscapes) else { return false }
            reader.skipSpace()
            guard reader.take(0x3A) else { return false }
            reader.skipSpace()
            guard readField(key, &envelope, &reader) else { return false }
            reader.skipSpace()
            if reader.take(0x2C) { continue }
            return reader.take(0x7D)
        }
    }

    @inline(__always)
    private func readField(
        _ key: UnsafeRawBufferPointer, _ envelope: inout Envelope, _ reader: inout JSONReader
    ) -> Bool {
        if key.isText("before") {
            guard let image = image(&reader, envelope.table, isAfter: false) else { return false }
            envelope.before = image
        } else if key.isText("after") {
            guard let image = image(&reader, envelope.table, isAfter: true) else { return false }
            envelope.after = image
        } else if key.isText("source"), envelope.table == nil {
            return readSource(&envelope, &reader)
        } else if key.isText("op") {
            var hasEscapes = false
            guard let text = reader.string(&hasEscapes), text.count == 1 else { return false }
            envelope.operation = Operation(rawValue: text[0])
        } else if key.isText("payload") {
            return read(&envelope, &reader)
        } else {
            return reader.skipValue()
        }
        return true
    }

    @inline(__always)
    private func image(_ reader: inout JSONReader, _ table: Int?, isAfter: Bool) -> Image? {
        if reader.takeNull() { return Image.none }
        guard let table else {
            let start = reader.at
            return reader.skipValue() ? .bytes(start, reader.at - start) : nil
        }
        return readRow(&reader, table, isAfter: isAfter).map { .row($0) }
    }

    @inline(__always)
    private func readRow(_ reader: inout JSONReader, _ table: Int, isAfter: Bool) -> UnsafePointer<ColumnValue>? {
        let input = isAfter ? tables[table].after : tables[table].before
        guard let input, input.read(&reader, &arena) else { return nil }
        return UnsafePointer(input.values)
    }

    /// What an image has come to: a row, or nothing; nil for what is no row of the table.
    private func row(
        _ image: Image, _ table: Int, isAfter: Bool
    ) -> (row: UnsafePointer<ColumnValue>?, Void)? {
        switch image {
        case .none: return (nil, ())
        case .row(let row): return (row, ())
        case .bytes(let start, let count):
            var reader = JSONReader(UnsafeRawBufferPointer(start: start, count: count))
            return readRow(&reader, table, isAfter: isAfter).map { ($0, ()) }
        }
    }

    private func readSource(_ envelope: inout Envelope, _ reader: inout JSONReader) -> Bool {
        guard reader.take(0x7B) else { return false }
        if reader.take(0x7D) {
            envelope.isOfOtherTable = true
            return true
        }
        var (database, table) = (UnsafeRawBufferPointer?.none, UnsafeRawBufferPointer?.none)
        var hasEscapes = false
        repeat {
            reader.skipSpace()
            guard let key = reader.string(&hasEscapes) else { return false }
            reader.skipSpace()
            guard reader.take(0x3A) else { return false }
            reader.skipSpace()
            if reader.peek == 0x22, key.isText("db") {
                database = reader.string(&hasEscapes)
            } else if reader.peek == 0x22, key.isText("table") {
                table = reader.string(&hasEscapes)
            } else {
                guard reader.skipValue() else { return false }
            }
            reader.skipSpace()
        } while reader.take(0x2C)
        guard reader.take(0x7D) else { return false }
        envelope.table = tables.firstIndex { known in
            known.name.elementsEqual(table ?? Self.none) && known.database.elementsEqual(database ?? Self.none)
        }
        envelope.isOfOtherTable = envelope.table == nil
        return true
    }

    private static var none: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    @inline(never)
    private func malformed(_ value: UnsafeRawBufferPointer) -> InputFault {
        let text = String(decoding: value.prefix(200), as: UTF8.self)
        return InputFault(
            "a record cannot be read as a change of its table: \(text)\(value.count > 200 ? "…" : "")",
            remedy: "was the pipeline's `debezium:` section changed? A topic keeps the modes it was begun with")
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    fileprivate func isText(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != text.utf8Start[index] { return false }
        return true
    }
}
