import Synchronization

/// Counts the pages that are open, so that they have a limit; tells their streams when the server stops.
final class StreamPlaces: Sendable {
    private struct State {
        var taken = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let countMax: Int

    /// - Parameter countMax: pages open at one time.
    init(countMax: Int) { self.countMax = countMax }

    /// True once the server stops: streams end.
    var isClosed: Bool { state.withLock(\.isClosed) }

    func close() { state.withLock { $0.isClosed = true } }

    /// - Throws: `RecordRefusal` when there are too many; coming again later helps.
    func enter() throws {
        let isIn = state.withLock { state in
            guard state.taken < countMax else { return false }
            state.taken += 1
            return true
        }
        guard isIn else {
            throw RecordRefusal(
                .busy,
                "\(countMax) pages are open already, the limit",
                remedy: "close one, or raise http.readers_max"
            )
        }
    }

    func leave() { state.withLock { $0.taken -= 1 } }
}
