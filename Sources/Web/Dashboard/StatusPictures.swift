import Access
import Foundation
import Hummingbird
import Synchronization

/// The status as the event of a stream. It is taken and encoded once a second, however many pages are open, and for
/// each user anew only where rights differ.
final class StatusPictures<Provider: StatusProvider>: Sendable {
    private struct Picture {
        var second: Int64
        var status: LeatStatus
        /// By the name of the user; "" for those who may see everything.
        var events: [String: ByteBuffer] = [:]
    }

    private let provider: Provider
    private let start = ContinuousClock.now
    private let picture: Mutex<Picture?> = Mutex(nil)

    init(provider: Provider) { self.provider = provider }

    /// Seconds since the server began; all streams send at their turn.
    var second: Int64 { (ContinuousClock.now - start).components.seconds }

    /// When `second` turns next.
    var nextTurn: ContinuousClock.Instant { start + .seconds(second + 1) }

    /// `event: status` of this second.
    func event(for principal: Principal) throws -> ByteBuffer {
        let now = second
        let key = principal.mayReadAll ? "" : principal.name ?? "nobody"
        return try picture.withLock { picture in
            if picture?.second != now { picture = Picture(second: now, status: provider.status) }
            if let event = picture?.events[key] { return event }
            let event = try Self.encode((picture?.status ?? provider.status).visible(to: principal).brief)
            picture?.events[key] = event
            return event
        }
    }

    private static func encode(_ status: LeatStatus) throws -> ByteBuffer {
        var event = ByteBuffer(string: "event: status\ndata: ")
        event.writeBytes(try JSONEncoder.leat.encode(status))
        event.writeString("\n\n")
        return event
    }
}
