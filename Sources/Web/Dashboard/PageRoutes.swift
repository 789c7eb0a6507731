import Hummingbird

/// The page at `/`, its files, and the stream that keeps it up to date.
struct PageRoutes<Provider: StatusProvider>: Sendable {
    let pictures: StatusPictures<Provider>
    let places: StreamPlaces

    func add(to router: Router<LeatRequestContext>) {
        for file in PageFile.all {
            router.get(RouterPath(file.path)) { request, _ in file.response(to: request) }
        }
        router.get("/api/status/stream") { [pictures, places] _, context in
            try StatusStream(pictures: pictures, principal: context.principal, places: places).response()
        }
    }
}
