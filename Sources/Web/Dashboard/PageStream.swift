import Hummingbird
import Views

/// `/api/status/stream`: all that a page shows by itself, as Server-Sent Events (HTML Living Standard, "Server-sent
/// events"), without end. One stream for everything, since a browser opens six connections to a server and no more.
///
///     event: status            at once, then each second: `/api/status` without partitions (`LeatStatus.brief`)
///     event: views             with it: `/api/views`
///     event: view              the events that follow are of the view of that name: `rows` and `change` as in
///     data: "gmv_by_province"  `/api/views/{name}/stream`, for each `?view=` that the page asked for
///
/// A client that is slow misses pictures and gets whole results for changes; it never gets an old picture late.
struct PageStream<Provider: StatusProvider>: Sendable {
    let pictures: StatusPictures<Provider>
    /// Views that are followed.
    let views: [ViewRunner]
    let audience: StatusPictures<Provider>.Audience
    let places: StreamPlaces

    /// To be sent; its place is free again when the client has gone.
    /// - Throws: `RecordRefusal` when too many pages are open.
    func response() throws -> Response {
        try places.enter()
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                let news = StreamNews(isClosed: places.isClosed)
                let ticket = places.onClose { news.close() }
                let followed = views.compactMap { FollowedView($0, news: news) }
                defer {
                    for view in followed { view.end() }
                    places.leave(ticket)
                }
                try await run(followed, news, into: &writer)
                try await writer.finish(nil)
            }
        )
    }

    private func run(
        _ followed: [FollowedView],
        _ news: StreamNews,
        into writer: inout some ResponseBodyWriter
    ) async throws {
        var turn = ContinuousClock.now
        while !news.isClosed {
            var events = ByteBuffer()
            if ContinuousClock.now >= turn {
                turn = pictures.nextTurn
                events = try pictures.events(for: audience)
            }
            for view in followed { view.take(into: &events) }
            if events.readableBytes > 0 { try await writer.write(events) }
            await news.wait(until: turn)
            try Task.checkCancellation()
        }
    }
}
