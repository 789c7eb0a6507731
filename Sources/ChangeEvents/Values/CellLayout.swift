import Bytes
import Schema

/// The columns of a row, or of a key, with the constant texts before their values. It is made once per table version
/// and never changes, so that encoding a row needs no more than a walk over plain values.
struct CellLayout: ~Copyable {
    private let plans: UnsafeMutableBufferPointer<CellPlan>
    /// The constant texts, with slack behind them for `DigitOutput.padded`.
    private let prefixes: ByteWriter
    private let members: MemberTable

    /// - Parameters:
    ///   - columns: indices into the table's columns, in the order in which they are written.
    ///   - prefix: appends what stands before a column's value.
    /// - Throws: `unsupportedType`, `unsupportedCharacterSet`, and `mismatch` for an ENUM or SET without members.
    init(
        columns: [Int], of table: TableDefinition,
        prefix: (ColumnDefinition, inout ByteWriter) -> Void
    ) throws(ChangeEventError) {
        var prefixes = ByteWriter(capacity: 512)
        var members = MemberTable()
        var plans: [CellPlan] = []
        for index in columns {
            let column = table.columns[index]
            let content = CellPlan.Content(column)
            let decoder = try Self.decoder(content, index, table)
            try Self.check(column, index, table)
            let prefixOffset = prefixes.count
            prefix(column, &prefixes)
            plans.append(
                CellPlan(
                    column: index, content: content, decoder: decoder,
                    fractionDigits: Self.fractionDigits(column), prefixOffset: prefixOffset,
                    prefixLength: prefixes.count - prefixOffset, membersStart: members.count,
                    membersCount: column.members.count))
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
    subscript(position: Int) -> CellPlan { plans[position] }

    /// The plan's constant text, to be copied with 32 bytes of slack.
    @inline(__always)
    func prefix(_ plan: CellPlan) -> UnsafeRawPointer {
        prefixes.bytes.baseAddress.unsafelyUnwrapped + plan.prefixOffset
    }

    /// The escaped text of a member of the plan's ENUM or SET, counted from 0.
    @inline(__always)
    func member(_ index: Int, of plan: CellPlan) -> UnsafeRawBufferPointer {
        members.member(plan.membersStart &+ index)
    }

    private static func fractionDigits(_ column: ColumnDefinition) -> Int {
        switch column.type {
        case .time2, .dateTime2, .timestamp2: min(6, Int(column.metadata))
        default: 0
        }
    }

    private static func decoder(
        _ content: CellPlan.Content, _ index: Int, _ table: TableDefinition
    ) throws(ChangeEventError) -> TextDecoder? {
        guard content == .text else { return nil }
        guard let collation = table.columns[index].collation, let charset = Charset(collation: collation),
            let decoder = TextDecoder(charset: charset)
        else {
            throw ChangeEventError(
                .unsupportedCharacterSet, in: table, column: index, "the column's collation is not known")
        }
        return decoder
    }

    private static func check(
        _ column: ColumnDefinition, _ index: Int, _ table: TableDefinition
    ) throws(ChangeEventError) {
        switch column.type {
        case .decimalOld, .null:
            throw ChangeEventError(
                .unsupportedType, in: table, column: index, "no server writes values of type \(column.type)")
        case .enumeration, .set:
            guard column.members.isEmpty else { return }
            throw ChangeEventError(
                .mismatch, in: table, column: index, "the members of the \(column.type) are not known")
        default: return
        }
    }
}
