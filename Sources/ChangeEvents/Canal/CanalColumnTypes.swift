import Binlog
import Bytes
import Schema

/// `mysqlType` and `sqlType` of a message: the columns that its event's rows hold.
///
/// Canal takes `sqlType` from the event's last row. Ours is the one that fits all of them: the larger type when any
/// number needs it, that of NULL when there is nothing else.
struct CanalColumnTypes: ~Copyable {
    private static let seen: UInt8 = 1
    private static let hasValue: UInt8 = 2
    private static let hasLarge: UInt8 = 4

    private let types: UnsafeMutablePointer<JDBCType>
    /// What the current event's rows showed of each column.
    private let states: UnsafeMutablePointer<UInt8>
    private let count: Int
    private let names: MemberTable
    /// The whole of `mysqlType`, for events whose rows hold all columns.
    private let all: ByteWriter

    init(table: TableDefinition) {
        count = table.columns.count
        types = .allocate(capacity: count)
        states = .allocate(capacity: count)
        states.initialize(repeating: 0, count: count)
        var names = MemberTable()
        var all = ByteWriter(capacity: 256)
        for (index, column) in table.columns.enumerated() {
            (types + index).initialize(to: JDBCType(column))
            let text = ColumnTypeText.text(column)
            names.append(text, escapes: .small)
            if index > 0 { all.append(0x2C) }
            all.appendJSON(column.name, escapes: .small)
            all.append(0x3A)
            all.appendJSON(text, escapes: .small)
        }
        self.names = names
        self.all = all
    }

    deinit {
        types.deallocate()
        states.deallocate()
    }

    func begin() { states.update(repeating: 0, count: count) }

    /// Takes note of a value that is not absent.
    @inline(__always)
    func note(_ value: ColumnValue, column: Int) {
        switch value {
        case .null: states[column] |= Self.seen
        case .unsigned(let number):
            let limit = types[column].limit
            let isLarge = limit != 0 && number >= limit
            states[column] |= isLarge ? Self.seen | Self.hasValue | Self.hasLarge : Self.seen | Self.hasValue
        default: states[column] |= Self.seen | Self.hasValue
        }
    }

    /// `"id":"bigint(20)",…`
    func appendNames(_ layout: borrowing CellLayout, to writer: inout ByteWriter) {
        if (0..<count).allSatisfy({ states[$0] != 0 }) { return writer.append(all.bytes) }
        var skip = 1
        for index in 0..<count where states[index] != 0 {
            append(layout, index, skip: skip, to: &writer)
            writer.append(0x22)
            writer.append(names.member(index))
            writer.append(0x22)
            skip = 0
        }
    }

    /// `"id":-5,…`
    func appendNumbers(_ layout: borrowing CellLayout, to writer: inout ByteWriter) {
        var skip = 1
        for index in 0..<count where states[index] != 0 {
            append(layout, index, skip: skip, to: &writer)
            let type = types[index]
            let state = states[index]
            let number = state & Self.hasLarge != 0 ? type.large : state & Self.hasValue != 0 ? type.value : type.null
            var out = DigitOutput(writer.freeSpace(8))
            out.decimal(Int64(number))
            writer.commit(upTo: out.at)
            skip = 0
        }
    }

    /// The column's name as it stands in the rows.
    private func append(_ layout: borrowing CellLayout, _ index: Int, skip: Int, to writer: inout ByteWriter) {
        let plan = layout[index]
        writer.append(UnsafeRawBufferPointer(start: layout.prefix(plan) + skip, count: plan.prefixLength - skip))
    }
}
