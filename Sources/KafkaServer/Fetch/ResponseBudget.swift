import Synchronization

/// Bytes of responses that are under way on all connections, and how many more there may be.
final class ResponseBudget: Sendable {
    private let bytesMax: Int
    private let bytes = Atomic(0)

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// Sets bytes aside, as many as there are left. They are counted until `giveBack`.
    func reserve(upTo wanted: Int) -> Int {
        var current = bytes.load(ordering: .relaxed)
        while true {
            let given = max(0, min(wanted, bytesMax - current))
            let (isDone, found) = bytes.compareExchange(
                expected: current, desired: current + given, ordering: .relaxed)
            if isDone { return given }
            current = found
        }
    }

    /// Counts a response in that must go out whatever its size.
    func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
    func giveBack(_ count: Int) { bytes.subtract(count, ordering: .relaxed) }
}
