import Expressions
import Yams

extension Field {
    /// The value as an expression over a row; nil (and an issue) when it is none.
    func expression() -> SQLExpression? {
        guard let text = text() else { return nil }
        do {
            return try SQLExpression(text)
        } catch {
            reading.report(
                "`\(path)`, line \(error.line) column \(error.column) of the expression: \(error.what)",
                remedy: error.remedy,
                file: file,
                line: line(of: error.line)
            )
            return nil
        }
    }

    /// The line of the file on which a line of this text stands. A literal block begins on the line after its `|`, and
    /// in all other styles line breaks are folded away.
    func line(of textLine: Int) -> Int? {
        guard let line, node.scalar?.style == .literal else { return line }
        return line + textLine
    }
}
