import Binlog
import Bytes
import Schema

/// An expression made ready for the rows of one version of one table.
///
/// What the table decides is decided when it is made; evaluating a row allocates nothing once the scratch memory has
/// grown to the table's values. Not for use by two threads at once.
public final class CompiledExpression {
    public let expression: SQLExpression
    /// The columns that are read, by index, ascending.
    public let columns: [Int]

    let program: Program
    private let root: Int32

    /// - Throws: `unknownColumn`, or `unsupported` where the servers do not agree, or not with what is possible here;
    ///   with the place in the text and the remedy.
    public init(_ expression: SQLExpression, table: TableDefinition) throws(ExpressionError) {
        self.expression = expression
        var compiler = Compiler(Scope(table), .filter)
        let operand = try compiler.operand(expression.root)
        root = try compiler.condition(operand)
        columns = compiler.columnsRead.sorted()
        program = Program(compiler)
    }

    /// Whether the row fulfils the expression as a condition: a number other than 0 is true, NULL is unknown.
    ///
    /// - Parameter row: the values of all of the table's columns.
    @inline(__always)
    public func evaluate(_ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Verdict {
        try program.verdict(root, row)
    }
}
