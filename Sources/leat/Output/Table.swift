/// A table for people: columns padded with spaces, numbers to the right.
struct Table {
    private let headings: [String]
    private let rightAligned: Set<Int>
    private var rows: [[String]] = []

    /// - Parameter numbers: the columns whose values are aligned at their last digit.
    init(_ headings: String..., numbers: Set<Int> = []) {
        self.headings = headings
        rightAligned = numbers
    }

    mutating func add(_ cells: String...) { rows.append(cells) }

    /// Every line with its end.
    var text: String {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { line($0, widths) + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.enumerated().map { column, cell in
            let space = String(repeating: " ", count: widths[column] - cell.count)
            return rightAligned.contains(column) ? space + cell : cell + space
        }
        var line = padded.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}
