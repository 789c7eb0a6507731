import Access
import Hummingbird

/// Finds out who asks.
struct LoginMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: LeatRequestContext,
        next: (Request, LeatRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.principal = .everybody
        return try await next(request, context)
    }
}
