/// Adds up what came and went of packed rows, so that what comes and goes again leaves nothing.
struct NetChanges {
    private var places: [[UInt8]: Int] = [:]
    /// In the order in which the rows were first met.
    private(set) var changes: [(row: [UInt8], times: Int64)] = []

    mutating func add(_ row: UnsafeRawBufferPointer, _ times: Int64) {
        let row = Array(row)
        if let place = places[row] {
            changes[place].times += times
        } else {
            places[row] = changes.count
            changes.append((row, times))
        }
    }
}
