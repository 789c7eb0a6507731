/// A value that is known before an expression is evaluated: a group's key, or an aggregate over its rows.
package struct GivenOperand {
    /// Its type; its node is replaced.
    package var operand: Operand
    /// Where it stands among the program's given values.
    package var slot: Int32
    /// Of an ENUM or SET: where its number stands.
    package var numberSlot: Int32?

    package init(_ operand: Operand, slot: Int32, numberSlot: Int32? = nil) {
        self.operand = operand
        self.slot = slot
        self.numberSlot = numberSlot
    }
}

/// Knows the parts of an expression that are given.
package protocol OperandResolver {
    /// - Returns: nil for a part that has to be calculated.
    func resolve(_ syntax: Syntax) throws(ExpressionError) -> GivenOperand?
}
