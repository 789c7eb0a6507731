import CommitLog
import KafkaProtocol

extension Broker {
    /// Metadata; a topic that is asked for by name and not there is made before the answer, if the configuration and
    /// the client want that.
    func answerMetadata(_ request: MetadataRequest, _ context: RequestContext) {
        let missing = missingTopics(request, context)
        guard !missing.isEmpty else { return context.send(metadata(request, context)) }
        administer(context) { [self] in
            for name in missing where log.topic(named: name) == nil {
                do throws(Refusal) {
                    _ = try create(name, partitions: options.autoCreatePartitions, TopicRetention())
                    logger.info("topic '\(name)' was made, because \(context.client.host) asked for it")
                } catch {
                    logger.warning(
                        "topic '\(name)', which \(context.client.host) asked for, was not made: \(error.message)")
                }
            }
            return metadata(request, context)
        }
    }

    private func missingTopics(_ request: MetadataRequest, _ context: RequestContext) -> [String] {
        guard options.autoCreatesTopics, request.allowAutoTopicCreation else { return [] }
        return (request.topics ?? []).compactMap(\.name).filter { name in
            log.topic(named: name) == nil && context.principal.mayWrite(name)
                && TopicDefinition.problem(inName: name) == nil
        }
    }
}
