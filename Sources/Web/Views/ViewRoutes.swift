import Access
import Bytes
import Hummingbird
import Views

/// The views over HTTP: what there is, their results, and their changes as Server-Sent Events.
struct ViewRoutes: Sendable {
    let views: ViewService
    let arrivals: RecordArrivals

    private static let keepAliveMilliseconds = 15_000

    func add<Context: RequestContext>(
        to router: Router<Context>,
        principal: @escaping @Sendable (Context) -> Principal
    ) {
        router.get("/api/views") { _, context in
            try Response.json(views.statuses(visibleTo: principal(context)))
        }
        router.get("/api/views/{name}") { _, context in
            try await answer {
                let view = try view(context.parameters.get("name") ?? "", principal(context))
                return Response.json(text: try await view.result())
            }
        }
        router.get("/api/views/{name}/stream") { _, context in
            try await answer {
                try stream(try view(context.parameters.get("name") ?? "", principal(context)))
            }
        }
    }

    /// A reader of all of the view's topics is told of it; to others it is not there.
    private func view(_ name: String, _ principal: Principal) throws -> ViewRunner {
        guard let view = views[name], view.definition.topics.allSatisfy({ principal.mayRead($0) }) else {
            throw RecordRefusal(.notFound, "there is no view \(name)", remedy: "`/api/views` lists them")
        }
        return view
    }

    private func stream(_ view: ViewRunner) throws -> Response {
        let subscription = try view.subscribe()
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer {
                    subscription.cancel()
                    view.unsubscribe()
                }
                // The headers leave at once, and a proxy in between sees that something comes.
                try await writer.write(ByteBuffer(string: ": leat\n\n"))
                try await Self.send(view, subscription, arrivals, to: &writer)
                try await writer.finish(nil)
            }
        )
    }

    private static func send(
        _ view: ViewRunner,
        _ subscription: ViewSubscription,
        _ arrivals: RecordArrivals,
        to writer: inout some ResponseBodyWriter
    ) async throws {
        while !arrivals.isClosed {
            switch subscription.take() {
            case .events(let events):
                var buffer = ByteBuffer()
                for event in events { buffer.writeBytes(event) }
                try await writer.write(buffer)
                continue
            case .ended: return
            case .needsRows: view.askRows(for: subscription)
            case .nothing: break
            }
            guard await subscription.wait(milliseconds: keepAliveMilliseconds) else {
                try Task.checkCancellation()
                try await writer.write(ByteBuffer(string: ": alive\n\n"))
                continue
            }
            try Task.checkCancellation()
        }
    }

    private func answer(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let refusal as RecordRefusal {
            return try refusal.response
        } catch let refusal as ViewRefusal {
            let status: HTTPResponse.Status =
                switch refusal.code {
                case .notNow, .busy: .serviceUnavailable
                case .stopped: .conflict
                case .tooLarge: .contentTooLarge
                }
            return try Response.refusal(refusal.what, remedy: refusal.remedy, status: status)
        }
    }
}

extension ViewService {
    /// What is told of the views now.
    public var statuses: [ViewStatus] { runners.map { ViewStatus($0.report, topics: $0.definition.topics) } }

    /// The views all of whose topics somebody may read.
    func statuses(visibleTo principal: Principal) -> [ViewStatus] {
        statuses.filter { $0.topics.allSatisfy { principal.mayRead($0) } }
    }
}
