import Hummingbird

/// `/api/topics` and one of them: for machines whole, for a page as much as it shows.
struct TopicRoutes<Provider: StatusProvider>: Sendable {
    let provider: Provider

    private static var countMax: Int { 100_000 }

    func add(to router: Router<LeatRequestContext>) {
        // ?search=text in the name, ?max=topics, ?partitions=0 leaves them out
        router.get("/api/topics") { [provider] request, context in
            try Self.answer {
                let query = request.uri.queryParameters
                var topics = provider.status.visible(to: context.principal).topics
                if let search = query["search"]?.lowercased(), !search.isEmpty {
                    topics.removeAll { !$0.name.lowercased().contains(search) }
                }
                let count = try Self.number(query, "max", default: Self.countMax)
                let partitions = try Self.number(query, "partitions", default: Self.countMax)
                return try Response.json(topics.prefix(count).map { $0.limited(to: partitions) })
            }
        }
        // ?first=partition, ?max=partitions
        router.get("/api/topics/{topic}") { [provider] request, context in
            try Self.answer {
                let name = context.parameters.get("topic") ?? ""
                guard context.principal.mayRead(name) else { return try Response.notAllowed(topic: name) }
                guard let topic = provider.status.topics.first(where: { $0.name == name }) else {
                    throw RecordRefusal(.notFound, "there is no topic \(name)", remedy: "`/api/topics` lists them")
                }
                let query = request.uri.queryParameters
                let first = try Self.number(query, "first", default: 0)
                let count = try Self.number(query, "max", default: Self.countMax)
                return try Response.json(topic.limited(to: count, from: first))
            }
        }
    }

    private static func number(_ query: Parameters, _ name: String, default usual: Int) throws -> Int {
        guard let text = query[Substring(name)] else { return usual }
        guard let number = Int(text), 0...countMax ~= number else {
            throw RecordRefusal(
                .invalid, "`\(name)` is no number from 0 to \(countMax)", remedy: "leave it out for all")
        }
        return number
    }

    private static func answer(_ body: () throws -> Response) throws -> Response {
        do {
            return try body()
        } catch let refusal as RecordRefusal {
            return try refusal.response
        }
    }
}

extension TopicStatus {
    fileprivate func limited(to count: Int, from first: Int = 0) -> TopicStatus {
        var topic = self
        topic.partitions = Array(partitions.dropFirst(first).prefix(count))
        return topic
    }
}
