import CommitLog
import KafkaProtocol

extension Broker {
    /// What changes topics.
    func dispatchAdministration(
        _ api: APIKey,
        _ body: inout KafkaReader,
        _ context: RequestContext
    ) throws(KafkaProtocolError) {
        switch api {
        case .createTopics:
            let request = try body.body(CreateTopicsRequest.self)
            administer(context) { [self] in createTopics(request, principal: context.principal) }
        case .deleteTopics:
            let request = try body.body(DeleteTopicsRequest.self)
            administer(context) { [self] in deleteTopics(request, context) }
        case .createPartitions:
            let request = try body.body(CreatePartitionsRequest.self)
            administer(context) { [self] in createPartitions(request, context) }
        case .deleteRecords:
            let request = try body.body(DeleteRecordsRequest.self)
            administer(context) { [self] in deleteRecords(request, context) }
        case .alterConfigs:
            let request = try body.body(AlterConfigsRequest.self)
            administer(context) { [self] in alterConfigs(request, context) }
        case .incrementalAlterConfigs:
            let request = try body.body(IncrementalAlterConfigsRequest.self)
            administer(context) { [self] in incrementalAlterConfigs(request, context) }
        default: throw .unknownAPI(key: api.rawValue)
        }
    }

    /// Answers a request that waits for the disk, on a thread of its own: while it waits the readers go on. One request
    /// is served at a time, so that what two clients do to the same topic comes one after the other.
    func administer<Response: KafkaStructure>(_ context: RequestContext, _ answer: @escaping @Sendable () -> Response) {
        administration.submit { state in
            guard state == .active else { return context.reply.send(.close) }
            context.send(answer())
        }
    }

    /// A topic that this user may change, and that no source feeds.
    /// - Parameter verb: what is asked for, as in "cannot be deleted".
    func clientsTopic(_ name: String, _ context: RequestContext, verb: String) throws(Refusal) -> TopicDefinition {
        guard context.principal.mayWrite(name) else { throw .notAllowed(name) }
        guard let topic = log.topic(named: name) else { throw .unknown(name) }
        guard let source = topic.sourceName else { return topic }
        throw Refusal(.policyViolation, "topic '\(name)' is fed by source '\(source)' and cannot be \(verb) by clients")
    }
}
