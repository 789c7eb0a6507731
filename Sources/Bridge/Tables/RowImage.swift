import Binlog

/// Room for the columns of one row, used again for every row of every table.
struct RowImage: ~Copyable {
    private(set) var columns: UnsafeMutablePointer<ColumnValue>
    private var capacity: Int

    init() {
        capacity = 64
        columns = .allocate(capacity: capacity)
        columns.initialize(repeating: .null, count: capacity)
    }

    deinit { columns.deallocate() }

    /// Gives columns that this image of an update lacks the values of the image before it: what was left out did not
    /// change. Row image MINIMAL has the key in the image before alone.
    func fillAbsent(from before: borrowing RowImage, count: Int) {
        for index in 0..<count {
            if case .absent = columns[index] { columns[index] = before.columns[index] }
        }
    }

    /// Makes room for a row of `count` columns; what was in it is lost.
    mutating func reserve(_ count: Int) {
        guard count > capacity else { return }
        columns.deallocate()
        capacity = count
        columns = .allocate(capacity: count)
        columns.initialize(repeating: .null, count: count)
    }
}
