import Access
import Hummingbird
import Logging
import NIOPosix
import Synchronization

/// Finds out who asks: everybody may do everything, unless users are configured; then they say their name and password
/// with each request (HTTP Basic, RFC 7617).
struct LoginMiddleware: RouterMiddleware {
    let logins: HTTPLogins?

    /// A load balancer asks without a password; the answer is one word.
    private static let openPaths: Set<String> = ["/healthz", "/readyz"]

    func handle(
        _ request: Request,
        context: LeatRequestContext,
        next: (Request, LeatRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        guard let logins else {
            context.principal = .everybody
            return try await next(request, context)
        }
        if Self.openPaths.contains(request.uri.path) { return try await next(request, context) }
        let credentials = request.headers[.authorization].flatMap(BasicCredentials.init)
        guard let credentials else { return Self.unauthorized("this server asks for a user name and a password\n") }
        switch await logins.check(credentials) {
        case .known(let principal):
            context.principal = principal
            return try await next(request, context)
        case .unknown: return Self.unauthorized("user name or password is wrong\n")
        case .busy: return .text("too many logins at once; try again\n", status: .serviceUnavailable)
        }
    }

    private static func unauthorized(_ text: String) -> Response {
        var response = Response.text(text, status: .unauthorized)
        response.headers[.wwwAuthenticate] = "Basic realm=\"leat\", charset=\"UTF-8\""
        return response
    }
}

/// Checks passwords that come over HTTP, on a thread of its own: an event loop must not wait for them.
final class HTTPLogins: Sendable {
    enum Answer: Sendable {
        case known(Principal)
        case unknown
        /// More are being checked than is good.
        case busy
    }

    private let users: Users
    private let limiter: LineLimiter
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let underWay = Atomic(0)

    /// Passwords checked at the same time; each takes milliseconds of the one thread.
    private static let underWayMax = 64
    /// How long a wrong password waits for its answer, which makes guessing slow.
    private static let failureDelay = Duration.milliseconds(500)

    init(users: Users, logger: Logger) {
        self.users = users
        limiter = LineLimiter(logger: logger)
        thread.start()
    }

    deinit { thread.shutdownGracefully { _ in } }

    func check(_ credentials: BasicCredentials) async -> Answer {
        let (name, password) = (credentials.name, credentials.password)
        if let known = users.remembered(name: name, password: password) { return .known(known) }
        let others = underWay.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { underWay.subtract(1, ordering: .relaxed) }
        guard others < Self.underWayMax else { return .busy }
        let found = try? await thread.runIfActive { [users] in users.check(name: name, password: password) }
        if let principal = found ?? nil { return .known(principal) }
        limiter.log(.warning) { more in "a login over HTTP failed: user name or password is wrong\(more)" }
        try? await Task.sleep(for: Self.failureDelay)
        return .unknown
    }
}
