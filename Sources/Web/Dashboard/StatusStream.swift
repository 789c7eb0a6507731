import Access
import Hummingbird
import ServiceLifecycle

/// `/api/status/stream`: the picture of now as Server-Sent Events (HTML Living Standard, "Server-sent events"), at
/// once and then each second, without end.
///
///     event: status
///     data: {"version":…}     as `/api/status`, without partitions; see `LeatStatus.brief`
///
/// A client that is slow misses pictures; it never gets an old one late.
struct StatusStream<Provider: StatusProvider>: Sendable {
    let pictures: StatusPictures<Provider>
    let principal: Principal
    let places: StreamPlaces

    func response() throws -> Response {
        do {
            try places.enter()
        } catch let refusal as RecordRefusal {
            return try refusal.response
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { places.leave() }
                try await run(into: &writer)
                try await writer.finish(nil)
            }
        )
    }

    private func run(into writer: inout some ResponseBodyWriter) async throws {
        while !places.isClosed {
            let turn = pictures.nextTurn
            try await writer.write(pictures.event(for: principal))
            // Ends early when the server stops.
            try? await cancelWhenGracefulShutdown { try await Task.sleep(until: turn) }
            try Task.checkCancellation()
        }
    }
}
