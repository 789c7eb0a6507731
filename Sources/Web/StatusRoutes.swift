import Hummingbird

/// The addresses of the HTTP interface.
struct StatusRoutes<Provider: StatusProvider>: Sendable {
    let provider: Provider

    func add(to router: Router<LeatRequestContext>) {
        router.get("/healthz") { [provider] _, _ in
            Self.check(provider.isAlive, otherwise: "the log does not take writes")
        }
        router.get("/readyz") { [provider] _, _ in
            Self.check(provider.isReady, otherwise: "not serving yet")
        }
        router.get("/metrics") { [provider] _, context in
            Response.text(
                PrometheusText.of(
                    provider.status.visible(to: context.principal), stages: provider.stageDelays,
                    views: context.principal.mayReadAll ? provider.viewsUp : [:],
                    withPartitions: provider.tellsPartitions),
                type: "text/plain; version=0.0.4; charset=utf-8"
            )
        }
        router.get("/api/status") { [provider] _, context in
            try Response.json(provider.status.visible(to: context.principal))
        }
        router.get("/api/history") { [provider] _, _ in try Response.json(provider.history) }
        router.get("/api/groups") { [provider] _, context in
            try Response.json(provider.groups.visible(to: context.principal))
        }
        router.get("/api/sources") { [provider] _, context in
            try Response.json(provider.status.visible(to: context.principal).sources)
        }
        router.get("/api/position") { [provider] _, _ in try Response.json(provider.positions) }
        router.get("/api/position/export") { [provider] _, context in
            guard context.principal.mayReadAll else {
                return try Response.notAllowed("the export tells of every topic", needs: "read")
            }
            do {
                return Response.json(text: try await provider.positionExport())
            } catch let refusal as StatusRefusal {
                return try Response.refusal(refusal.what, remedy: refusal.remedy, status: .conflict)
            }
        }
        router.post("/api/sources/{name}/resume") { [provider] _, context in
            guard context.principal.mayAdminister else {
                return try Response.notAllowed("a source concerns every topic that it feeds", needs: "write")
            }
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
