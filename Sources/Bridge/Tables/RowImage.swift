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

    /// Makes room for a row of `count` columns; what was in it is lost.
    mutating func reserve(_ count: Int) {
        guard count > capacity else { return }
        columns.deallocate()
        capacity = count
        columns = .allocate(capacity: count)
        columns.initialize(repeating: .null, count: count)
    }
}
