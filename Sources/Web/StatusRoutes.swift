import Hummingbird

/// The addresses of the HTTP interface.
struct StatusRoutes<Provider: StatusProvider>: Sendable {
    let provider: Provider

    func add(to router: Router<LeatRequestContext>) {
        router.get("/") { _, _ in StatusPage.response }
        router.get("/healthz") { [provider] _, _ in
            Self.check(provider.isAlive, otherwise: "the log does not take writes")
        }
        router.get("/readyz") { [provider] _, _ in
            Self.check(provider.isReady, otherwise: "not serving yet")
        }
        router.get("/metrics") { [provider] _, _ in
            Response.text(
                PrometheusText.of(provider.status),
                type: "text/plain; version=0.0.4; charset=utf-8"
            )
        }
        router.get("/api/status") { [provider] _, _ in try Response.json(provider.status) }
        router.get("/api/topics") { [provider] _, _ in try Response.json(provider.status.topics) }
        router.get("/api/groups") { [provider] _, _ in try Response.json(provider.groups) }
        router.get("/api/sources") { [provider] _, _ in try Response.json(provider.status.sources) }
        router.get("/api/position") { [provider] _, _ in try Response.json(provider.positions) }
        router.get("/api/position/export") { [provider] _, _ in
            do {
                return Response.json(text: try await provider.positionExport())
            } catch let refusal as StatusRefusal {
                return try Response.refusal(refusal.what, remedy: refusal.remedy, status: .conflict)
            }
        }
        router.post("/api/sources/{name}/resume") { [provider] _, context in
            let name = context.parameters.get("name") ?? ""
            guard provider.resume(source: name) else {
                return try Response.refusal(
                    "there is no source named \(name)",
                    remedy: "`leat sources list` names them",
                    status: .notFound
                )
            }
            return try Response.json(["resumed": name])
        }
    }

    private static func check(_ isWell: Bool, otherwise reason: String) -> Response {
        isWell ? .text("ok\n") : .text("\(reason)\n", status: .serviceUnavailable)
    }
}
