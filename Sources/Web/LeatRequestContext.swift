import Access
import Hummingbird

/// What goes with a request on its way to a route: who asks, besides Hummingbird's own part.
///
/// A route that gives or changes anything of a topic asks `principal.mayRead(topic)` or `mayWrite(topic)` and answers
/// `Response.notAllowed(topic:)` otherwise.
public struct LeatRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Nobody until `LoginMiddleware` has set it: a route that it does not cover gives nothing away.
    public var principal = Principal.nobody

    public init(source: ApplicationRequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }
}
