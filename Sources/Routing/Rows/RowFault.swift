import Expressions
import Schema

/// Why a row could not be filtered, rewritten or turned into a message: it is known which rule met which column.
///
/// Trying again does not help: the row, the server's settings or the configuration have to change.
public struct RowFault: Error, Sendable, Equatable {
    public let cause: EvaluationFault
    /// What was being worked out: `where`, `hash`, `outbox`.
    public let rule: StaticString

    public static func == (one: RowFault, other: RowFault) -> Bool { one.cause == other.cause }

    /// Always false.
    public var isRetriable: Bool { false }

    @inline(__always)
    init(_ cause: EvaluationFault, _ rule: StaticString) {
        self.cause = cause
        self.rule = rule
    }

    /// What is wrong, in one clause.
    /// - Parameter table: the table as it is in the source, without column rules.
    public func what(in table: TableDefinition) -> String {
        func column(_ index: Int) -> String { table.columns.indices.contains(index) ? table.columns[index].name : "?" }
        let name = "\(table.database).\(table.table)"
        return switch cause {
        case .absentColumn(let index):
            "\(rule) needs column \(column(index)) of \(name), which the row image does not hold"
        case .outOfRange: "\(rule) of \(name): a number is out of range, for which the server reports an error as well"
        case .malformedValue(let index):
            "\(rule): the value of column \(column(index)) of \(name) is not of its type or character set"
        }
    }

    /// What an operator can do about it, in one line.
    public var remedy: String {
        switch cause {
        case .absentColumn: "SET GLOBAL binlog_row_image=FULL, and resume from an event written under it."
        case .outOfRange: "Change the expression so that it stays in range, then restart."
        case .malformedValue: "Mend the value at the source, or leave the column out of the rule."
        }
    }
}
