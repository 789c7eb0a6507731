import Synchronization

/// Collects results that come on different threads, and hands them on in order when all are there.
final class Gathering<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element?]
        var missing: Int
    }

    private let state: Mutex<State>
    private let completion: @Sendable ([Element]) -> Void

    init(count: Int, completion: @escaping @Sendable ([Element]) -> Void) {
        state = Mutex(State(elements: Array(repeating: nil, count: count), missing: count))
        self.completion = completion
        if count == 0 { completion([]) }
    }

    func set(_ index: Int, _ element: Element) {
        let all: [Element]? = state.withLock { state in
            guard state.elements[index] == nil else { return nil }
            state.elements[index] = element
            state.missing -= 1
            return state.missing == 0 ? state.elements.compactMap { $0 } : nil
        }
        if let all { completion(all) }
    }
}
