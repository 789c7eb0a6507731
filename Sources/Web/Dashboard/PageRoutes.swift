import Hummingbird
import Views

/// The page at `/`, its files, and the stream that keeps it up to date.
struct PageRoutes<Provider: StatusProvider>: Sendable {
    let pictures: StatusPictures<Provider>
    let views: ViewService?
    let places: StreamPlaces

    /// Views that one page follows; it asks for the others from time to time.
    private static var followedMax: Int { 64 }

    func add(to router: Router<LeatRequestContext>) {
        for file in PageFile.all {
            router.get(RouterPath(file.path)) { request, _ in file.response(to: request) }
        }
        router.get("/api/status/stream") { request, context in
            let names = request.uri.queryParameters.getAll("view")
            let principal = context.principal
            let known = (views?.runners ?? []).filter { runner in
                names.contains(runner.definition.name) && runner.definition.topics.allSatisfy { principal.mayRead($0) }
            }
            do {
                return try PageStream(
                    pictures: pictures,
                    views: Array(known.prefix(Self.followedMax)),
                    audience: .init(principal),
                    places: places
                ).response()
            } catch let refusal as RecordRefusal {
                return try refusal.response
            }
        }
    }
}
