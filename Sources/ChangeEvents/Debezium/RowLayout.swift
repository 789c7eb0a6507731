import Bytes
import Schema

/// How the columns of a row, or of a key, become a JSON object. It is made once per table version and never changes,
/// so that encoding a row needs no more than a walk over plain values.
struct RowLayout: ~Copyable {
    private let plans: UnsafeMutableBufferPointer<ColumnPlan>
    /// The constant texts before the values, with slack behind them for `DigitOutput.padded`.
    private let prefixes: ByteWriter
    private let members: MemberTable

    /// - Parameter columns: indices into the table's columns, in the order of the object's fields.
    init(
        columns: [Int], of table: TableDefinition, options: DebeziumOptions
    ) throws(ChangeEventError) {
        var prefixes = ByteWriter(capacity: 512)
        var members = MemberTable()
        var plans: [ColumnPlan] = []
        for (position, index) in columns.enumerated() {
            let column = table.columns[index]
            let format = try ColumnPlan.Format(column, of: table, options: options)
            let prefixOffset = prefixes.count
            prefixes.append(position == 0 ? 0x7B : 0x2C)
            prefixes.appendJSON(column.name)
            prefixes.append(0x3A)
            var plan = ColumnPlan(
                column: index, format: format, isNullable: column.isNullable, prefixOffset: prefixOffset,
                prefixLength: prefixes.count - prefixOffset, membersStart: members.count,
                membersCount: column.members.count)
            if options.replacesNullWithDefault {
                plan.nullOffset = prefixes.count
                _ = ColumnDefault(column, format: format, options: options).append(to: &prefixes)
                plan.nullLength = prefixes.count - plan.nullOffset
            }
            plans.append(plan)
            for member in column.members { members.append(member) }
        }
        prefixes.append(repeating: 0, count: 32)
        self.plans = .allocate(capacity: plans.count)
        _ = self.plans.initialize(from: plans)
        self.prefixes = prefixes
        self.members = members
    }

    // Plans are plain values: there is nothing to deinitialize.
    deinit { plans.deallocate() }

    @inline(__always)
    var count: Int { plans.count }

    @inline(__always)
    subscript(position: Int) -> ColumnPlan { plans[position] }

    /// The plan's constant text, to be copied with 32 bytes of slack.
    @inline(__always)
    func prefix(_ plan: ColumnPlan) -> UnsafeRawPointer {
        prefixes.bytes.baseAddress.unsafelyUnwrapped + plan.prefixOffset
    }

    /// What stands for NULL where that is not `null`.
    func null(_ plan: ColumnPlan) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: prefixes.bytes[plan.nullOffset..<plan.nullOffset + plan.nullLength])
    }

    /// The escaped text of a member of the plan's ENUM or SET, counted from 0.
    @inline(__always)
    func member(_ index: Int, of plan: ColumnPlan) -> UnsafeRawBufferPointer {
        members.member(plan.membersStart &+ index)
    }
}
