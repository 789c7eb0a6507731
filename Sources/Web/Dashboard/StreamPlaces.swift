import Synchronization

/// Counts the pages that are open, so that they have a limit; tells their streams when the server stops.
final class StreamPlaces: Sendable {
    /// To be given back with the place.
    typealias Ticket = UInt64

    private struct State {
        var taken = 0
        var isClosed = false
        var lastTicket: Ticket = 0
        var onClose: [Ticket: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())
    private let countMax: Int

    /// - Parameter countMax: pages open at one time.
    init(countMax: Int) { self.countMax = countMax }

    /// True once the server stops: streams end.
    var isClosed: Bool { state.withLock(\.isClosed) }

    func close() {
        let told = state.withLock { state in
            state.isClosed = true
            return state.onClose.values
        }
        for tell in told { tell() }
    }

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

    /// - Parameter body: called once when the server stops; at once when it has.
    func onClose(_ body: @escaping @Sendable () -> Void) -> Ticket {
        let (ticket, isClosed) = state.withLock { state in
            state.lastTicket += 1
            state.onClose[state.lastTicket] = body
            return (state.lastTicket, state.isClosed)
        }
        if isClosed { body() }
        return ticket
    }

    func leave(_ ticket: Ticket) {
        state.withLock { state in
            state.onClose[ticket] = nil
            state.taken -= 1
        }
    }
}
