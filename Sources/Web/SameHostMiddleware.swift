import Hummingbird

/// Refuses requests that a page of another site had a browser send.
struct SameHostMiddleware<Context: RequestContext>: RouterMiddleware {
    let hosts: AcceptedHosts

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, hosts.accepts(authority) else {
            return .text(
                "this server does not answer under that Host name; add it to http.hosts in the configuration\n",
                status: .forbidden
            )
        }
        // A form or script elsewhere may send a POST here without asking; browsers then name its origin.
        if request.method != .get, request.method != .head, let origin = request.headers[.origin] {
            guard let scheme = origin.firstRange(of: "://"), hosts.accepts(String(origin[scheme.upperBound...])) else {
                return .text("requests from other sites are refused\n", status: .forbidden)
            }
        }
        return try await next(request, context)
    }
}
