import Access
import Foundation
import Hummingbird
import Synchronization
import Views

/// The status and the state of the views as events of a stream. They are taken and encoded once a second, however many
/// pages are open, and for each user anew only where rights differ.
final class StatusPictures<Provider: StatusProvider>: Sendable {
    /// Those who may see the same.
    struct Audience: Sendable {
        let principal: Principal
        var key: String { principal.mayReadAll ? "" : principal.name ?? "nobody" }

        init(_ principal: Principal) { self.principal = principal }
    }

    private struct Picture {
        var second: Int64
        var status: LeatStatus
        /// By the key of an audience.
        var events: [String: ByteBuffer] = [:]
    }

    private let provider: Provider
    private let views: ViewService?
    private let start = ContinuousClock.now
    private let picture: Mutex<Picture?> = Mutex(nil)

    init(provider: Provider, views: ViewService?) {
        self.provider = provider
        self.views = views
    }

    private var second: Int64 { (ContinuousClock.now - start).components.seconds }

    /// When the next picture is due, for all streams at the same moment.
    var nextTurn: ContinuousClock.Instant { start + .seconds(second + 1) }

    /// The events `status` and `views` of this second.
    func events(for audience: Audience) throws -> ByteBuffer {
        let now = second
        return try picture.withLock { picture in
            if picture?.second != now { picture = Picture(second: now, status: provider.status) }
            if let events = picture?.events[audience.key] { return events }
            let status = (picture?.status ?? provider.status).visible(to: audience.principal).brief
            var events = ByteBuffer()
            try Self.append("status", status, to: &events)
            try Self.append("views", views?.statuses(visibleTo: audience.principal) ?? [], to: &events)
            picture?.events[audience.key] = events
            return events
        }
    }

    private static func append(_ name: String, _ value: some Encodable, to events: inout ByteBuffer) throws {
        events.writeString("event: \(name)\ndata: ")
        events.writeBytes(try JSONEncoder.leat.encode(value))
        events.writeString("\n\n")
    }
}
