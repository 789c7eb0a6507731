import Access
import CommitLog
import HTTPTypes
import Hummingbird
import NIOPosix

/// Records over HTTP: a long poll and a stream, over the reader of the log that everybody uses.
struct RecordRoutes: Sendable {
    let log: CommitLog
    let arrivals: RecordArrivals

    private static let recordsMax = 10_000
    private static let waitMillisecondsMax = 60_000

    func add<Context: RequestContext>(
        to router: Router<Context>,
        principal: @escaping @Sendable (Context) -> Principal
    ) {
        router.get("/api/topics/{topic}/records") { request, context in
            try await answer { try await pull(request, context.parameters.get("topic") ?? "", principal(context)) }
        }
        router.get("/api/topics/{topic}/stream") { request, context in
            try await answer { try await stream(request, context.parameters.get("topic") ?? "", principal(context)) }
        }
    }

    private func pull(_ request: Request, _ name: String, _ principal: Principal) async throws -> Response {
        let topic = try topic(named: name, principal)
        let query = try RecordQuery(request.uri.queryParameters)
        let start = try query.start(default: .earliest)
        let partition = try query.partition
        guard let partition = partition ?? (topic.partitions.count == 1 ? 0 : nil) else {
            throw RecordRefusal(
                .invalid,
                "topic \(name) has \(topic.partitions.count) partitions",
                remedy: "name one: ?partition=0"
            )
        }
        let count = try query.integer("max", default: 500, in: 1...Self.recordsMax)
        let milliseconds = try query.integer("wait_ms", default: 0, in: 0...Self.waitMillisecondsMax)
        let reader = try await onDisk {
            try PartitionReader(log: log, topic: topic, index: partition, from: start)
        }
        return try await RecordPull(reader: reader, count: count, milliseconds: milliseconds, arrivals: arrivals)
            .response()
    }

    private func stream(_ request: Request, _ name: String, _ principal: Principal) async throws -> Response {
        let topic = try topic(named: name, principal)
        let query = try RecordQuery(request.uri.queryParameters)
        let start = try query.start(default: .latest)
        let partitions = try query.partition.map { [$0] } ?? topic.partitions.indices.map { Int32($0) }
        let lastEventID = request.headers[.lastEventID]
        let offsets = try lastEventID.map { try RecordStream.offsets(inEventID: $0, count: partitions.count) }
        let readers = try await onDisk {
            try partitions.enumerated().map { place, partition in
                // Retention may have passed the place where a reader comes back: the stream says what is missing.
                try PartitionReader(
                    log: log,
                    topic: topic,
                    index: partition,
                    from: offsets.map { .offset($0[place]) } ?? start,
                    toleratesDeleted: offsets != nil
                )
            }
        }
        return try RecordStream(readers: readers, arrivals: arrivals).response()
    }

    private func topic(named name: String, _ principal: Principal) throws -> TopicDefinition {
        guard principal.mayRead(name) else {
            throw RecordRefusal(
                .forbidden,
                "\(principal.name ?? "this user") may not read topic \(name)",
                remedy: "add it to the user's `read` in the configuration"
            )
        }
        guard let topic = log.topic(named: name) else {
            throw RecordRefusal(.notFound, "there is no topic \(name)", remedy: "`/api/topics` lists them")
        }
        return topic
    }

    private func onDisk<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive(body)
    }

    private func answer(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let refusal as RecordRefusal {
            return try refusal.response
        } catch let error as CommitLogError {
            let status: HTTPResponse.Status =
                error.code == .offsetOutOfRange ? .rangeNotSatisfiable : .internalServerError
            return try Response.refusal(error.what, remedy: error.remedy, status: status)
        }
    }
}

extension HTTPField.Name {
    /// Where a stream broke off (HTML Living Standard, "Server-sent events").
    fileprivate static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .range
}
