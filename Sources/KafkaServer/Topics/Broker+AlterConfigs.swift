import CommitLog
import KafkaProtocol

extension Broker {
    /// Sets a topic's retention to what the request says, and what it does not name to the configuration's.
    func alterConfigs(_ request: AlterConfigsRequest, _ context: RequestContext) -> AlterConfigsResponse {
        altered(request.resources.map { ($0.type, $0.name) }) { (index) throws(Refusal) in
            let resource = request.resources[index]
            try alter(resource.type, resource.name, validateOnly: request.validateOnly, context) { retention in
                retention = TopicRetention()
                for config in resource.configs {
                    if let problem = TopicSettings.set(config.name, to: config.value, in: &retention) { return problem }
                }
                return nil
            }
        }
    }

    /// Changes what the request names alone.
    func incrementalAlterConfigs(
        _ request: IncrementalAlterConfigsRequest,
        _ context: RequestContext
    ) -> AlterConfigsResponse {
        altered(request.resources.map { ($0.type, $0.name) }) { (index) throws(Refusal) in
            let resource = request.resources[index]
            try alter(resource.type, resource.name, validateOnly: request.validateOnly, context) { retention in
                for change in resource.changes {
                    if let problem = Self.apply(change, to: &retention) { return problem }
                }
                return nil
            }
        }
    }

    private static func apply(_ change: ConfigChange, to retention: inout TopicRetention) -> String? {
        switch change.operation {
        case ConfigOperation.set: TopicSettings.set(change.name, to: change.value, in: &retention)
        case ConfigOperation.delete: TopicSettings.set(change.name, to: nil, in: &retention)
        default: "\(change.name) is set or deleted as a whole: nothing can be added to it or taken out of it"
        }
    }

    private func altered(
        _ resources: [(type: Int8, name: String)],
        _ alter: (Int) throws(Refusal) -> Void
    ) -> AlterConfigsResponse {
        AlterConfigsResponse {
            $0.results = resources.enumerated().map { index, resource in
                AlteredResource {
                    $0.type = resource.type
                    $0.name = resource.name
                    do throws(Refusal) { try alter(index) } catch {
                        $0.errorCode = error.code
                        $0.errorMessage = error.message
                    }
                }
            }
        }
    }

    /// Allowed for topics of sources, too: like the deletion of records, it only says how long these stay.
    /// - Parameter change: returns what is wrong with it, or nil.
    private func alter(
        _ type: Int8,
        _ name: String,
        validateOnly: Bool,
        _ context: RequestContext,
        _ change: (inout TopicRetention) -> String?
    ) throws(Refusal) {
        guard type == ConfigResourceType.topic else {
            let what = "only topics' settings can be altered here; the broker's stand in its configuration file"
            throw Refusal(type == ConfigResourceType.broker ? .invalidConfig : .invalidRequest, what)
        }
        guard context.principal.mayWrite(name) else { throw .notAllowed(name) }
        guard log.topic(named: name) != nil else { throw .unknown(name) }
        let before = log.storedRetention(topic: name) ?? TopicRetention()
        var retention = before
        if let problem = change(&retention) { throw Refusal(.invalidConfig, problem) }
        if validateOnly || retention == before { return }
        do throws(CommitLogError) { try log.setRetention(topic: name, retention) } catch { throw Refusal(error) }
        logger.info("topic '\(name)' is kept for another time or size, as \(context.client.host) has asked for")
    }
}
