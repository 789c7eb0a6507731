import Binlog
import Glibc

/// Reads one row of a record, `{"id":1,…}`, into values of all of the table's columns. Those that no view reads are
/// null. What the values point at is the record itself, or the arena.
final class RowInput {
    let layout: InputLayout
    let values: UnsafeMutablePointer<ColumnValue>

    init(_ layout: InputLayout) {
        self.layout = layout
        values = .allocate(capacity: max(1, layout.columns.count))
        values.initialize(repeating: .null, count: layout.columns.count)
    }

    // Plain values: there is nothing to deinitialize.
    deinit { values.deallocate() }

    /// - Returns: false when the bytes are no row of the table.
    func read(_ reader: inout JSONReader, _ arena: inout InputArena) -> Bool {
        guard reader.take(0x7B) else { return false }
        let columns = UnsafeBufferPointer(layout.columns)
        var expected = 0
        while true {
            // Records have all columns in the table's order; after DDL some may be missing or unknown.
            if expected < columns.count,
                reader.take(layout.name(columns[expected]), columns[expected].nameLength)
            {
                guard read(columns[expected], into: values + expected, &reader, &arena) else { return false }
                expected &+= 1
            } else if !readUnexpected(&expected, &reader, &arena) {
                return false
            }
            if reader.take(0x2C) { continue }
            guard reader.take(0x7D) else { return false }
            while expected < columns.count {
                values[expected] = .absent
                expected &+= 1
            }
            return true
        }
    }

    /// Another column than the next one; or none, `{}`.
    @inline(never)
    private func readUnexpected(
        _ expected: inout Int, _ reader: inout JSONReader, _ arena: inout InputArena
    ) -> Bool {
        if reader.peek == 0x7D { return true }
        reader.skipSpace()
        var hasEscapes = false
        guard let name = reader.string(&hasEscapes) else { return false }
        reader.skipSpace()
        guard reader.take(0x3A) else { return false }
        reader.skipSpace()
        guard let index = layout.column(named: name) else { return reader.skipValue() }
        guard read(layout.columns[index], into: values + index, &reader, &arena) else { return false }
        if index >= expected {
            for missing in expected..<index { values[missing] = .absent }
            expected = index + 1
        }
        reader.skipSpace()
        return true
    }

    @inline(__always)
    private func read(
        _ column: InputLayout.Column, into value: UnsafeMutablePointer<ColumnValue>, _ reader: inout JSONReader,
        _ arena: inout InputArena
    ) -> Bool {
        if case .skipped = column.form { return reader.skipValue() }
        if reader.takeNull() {
            value.pointee = .null
            return true
        }
        let read: ColumnValue?
        switch column.form {
        case .skipped: return reader.skipValue()
        case .presence where reader.peek != 0x22:
            read = reader.skipValue() ? .bytes(UnsafeRawBufferPointer(start: nil, count: 0)) : nil
        case .signed: read = reader.signed().map { .signed($0) }
        case .unsigned: read = reader.integer().flatMap { $0.isNegative ? nil : .unsigned($0.magnitude) }
        case .wrapped: read = reader.signed().map { .unsigned(UInt64(bitPattern: $0)) }
        case .year: read = reader.integer().flatMap { UInt16(exactly: $0.magnitude).map { .year($0) } }
        case .days: read = reader.signed().flatMap { CivilDate(daysSince1970: $0) }.map { .date($0) }
        case .time(let unit):
            read = reader.signed().flatMap { unit.microseconds($0) }.map { .time(TimeOfDay(microseconds: $0)) }
        case .dateTime(let unit):
            read = reader.signed().flatMap { unit.microseconds($0) }
                .flatMap { CivilDateTime(microsecondsSince1970: $0) }.map { .dateTime($0) }
        case .float: read = Self.real(&reader).map { .float(strtof($0, nil)) }
        case .double: read = Self.real(&reader).map { .double(strtod($0, nil)) }
        case .boolean:
            read = Self.bit(reader.take("true") ? true : reader.take("false") ? false : nil, &arena)
        default: read = text(column, &reader, &arena)
        }
        if let read {
            value.pointee = read
            return true
        }
        return readAbsent(value, &reader)
    }

    /// What stands in the place of a value that the row image did not have.
    @inline(never)
    private func readAbsent(_ value: UnsafeMutablePointer<ColumnValue>, _ reader: inout JSONReader) -> Bool {
        guard reader.take("\"__debezium_unavailable_value\"") else { return false }
        value.pointee = .absent
        return true
    }

    private static func bit(_ isSet: Bool?, _ arena: inout InputArena) -> ColumnValue? {
        guard let isSet, let room = arena.room(1) else { return nil }
        room.storeBytes(of: isSet ? 1 : 0, as: UInt8.self)
        return .bit(arena.keep(1))
    }

    /// A number's text for the C library, which stops at the comma or brace behind it: neither belongs to a number.
    private static func real(_ reader: inout JSONReader) -> UnsafePointer<CChar>? {
        let byte = reader.peek
        guard byte == 0x2D || byte &- 0x30 < 10, let number = reader.number(), reader.peek != 0 else { return nil }
        return number.baseAddress?.assumingMemoryBound(to: CChar.self)
    }
}
