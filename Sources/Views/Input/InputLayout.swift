import Binlog
import Bytes
import ChangeEvents
import Schema

/// The columns of one version of a table as its records hold them.
final class InputLayout {
    struct Column {
        let form: InputForm
        /// `"name":` as it stands in a record.
        let nameOffset: Int
        let nameLength: Int
        /// Members of an ENUM or SET in the layout's list.
        let membersStart: Int
        let membersCount: Int
    }

    let definition: TableDefinition
    let columns: UnsafeMutableBufferPointer<Column>
    let charsets: [SingleByteCharset]
    private let names: ByteWriter
    /// Texts of all members, one after the other, with their ends.
    private let members: ByteWriter
    private let memberEnds: [Int]

    /// - Parameter isRead: whether some view reads the column of this name.
    /// - Throws: `InputFault` for a column that is read and cannot be.
    init(
        _ definition: TableDefinition, options: DebeziumOptions, isRead: (String) -> Bool
    ) throws(InputFault) {
        self.definition = definition
        var names = ByteWriter(capacity: 512)
        var members = ByteWriter(capacity: 64)
        var memberEnds: [Int] = []
        var charsets: [SingleByteCharset] = []
        var columns: [Column] = []
        for column in definition.columns {
            let form: InputForm =
                isRead(column.name)
                ? try InputForm(column, of: definition, options, charsets: &charsets) : .skipped
            let offset = names.count
            names.appendJSON(column.name)
            names.append(0x3A)
            columns.append(
                Column(
                    form: form, nameOffset: offset, nameLength: names.count - offset,
                    membersStart: memberEnds.count, membersCount: column.members.count))
            for member in column.members {
                members.append(utf8: member)
                memberEnds.append(members.count)
            }
        }
        self.columns = .allocate(capacity: columns.count)
        _ = self.columns.initialize(from: columns)
        self.charsets = charsets
        self.names = names
        self.members = members
        self.memberEnds = memberEnds
    }

    // Plain values: there is nothing to deinitialize.
    deinit { columns.deallocate() }

    @inline(__always)
    func name(_ column: Column) -> UnsafeRawPointer {
        names.bytes.baseAddress.unsafelyUnwrapped + column.nameOffset
    }

    func member(_ index: Int) -> UnsafeRawBufferPointer {
        let start = index == 0 ? 0 : memberEnds[index - 1]
        return UnsafeRawBufferPointer(rebasing: members.bytes[start..<memberEnds[index]])
    }

    /// The column whose name stands in front of a value, between quotation marks.
    func column(named name: UnsafeRawBufferPointer) -> Int? {
        for index in columns.indices {
            let column = columns[index]
            guard column.nameLength == name.count + 3 else { continue }
            let own = UnsafeRawBufferPointer(start: self.name(column) + 1, count: name.count)
            if own.isEqual(to: name) { return index }
        }
        return nil
    }
}
