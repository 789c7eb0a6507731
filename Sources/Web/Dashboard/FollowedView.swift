import Foundation
import Hummingbird
import Synchronization
import Views

/// One view as a page's stream follows it.
final class FollowedView: Sendable {
    private let runner: ViewRunner
    private let subscription: ViewSubscription
    /// Says whose the events behind it are.
    private let header: ByteBuffer
    /// The whole result is on its way.
    private let isAsked = Atomic(false)

    /// nil when as many follow the view as may: the page asks for its result from time to time instead.
    init?(_ runner: ViewRunner, news: StreamNews) {
        guard let subscription = try? runner.subscribe(onNews: { news.tell() }),
            let name = try? JSONEncoder.leat.encode(runner.definition.name)
        else { return nil }
        self.runner = runner
        self.subscription = subscription
        var header = ByteBuffer(string: "event: view\ndata: ")
        header.writeBytes(name)
        header.writeString("\n\n")
        self.header = header
    }

    /// Appends what has gathered.
    func take(into events: inout ByteBuffer) {
        switch subscription.take() {
        case .events(let taken):
            isAsked.store(false, ordering: .relaxed)
            var header = header
            events.writeBuffer(&header)
            for event in taken { events.writeBytes(event) }
        case .needsRows:
            if !isAsked.exchange(true, ordering: .relaxed) { runner.askRows(for: subscription) }
        case .nothing, .ended: break
        }
    }

    /// The page has gone.
    func end() {
        subscription.cancel()
        runner.unsubscribe()
    }
}
