import Access
import CommitLog
import KafkaProtocol

extension Broker {
    func describeConfigs(_ request: DescribeConfigsRequest, principal: Principal) -> DescribeConfigsResponse {
        DescribeConfigsResponse {
            $0.results = request.resources.map { resource in
                DescribedResource {
                    $0.type = resource.type
                    $0.name = resource.name
                    do throws(Refusal) {
                        let entries = try described(resource, principal)
                        $0.entries = entries.filter { resource.keys?.contains($0.name) ?? true }
                    } catch {
                        $0.errorCode = error.code
                        $0.errorMessage = error.message
                    }
                }
            }
        }
    }

    private func described(_ resource: ConfigResource, _ principal: Principal) throws(Refusal) -> [ConfigEntry] {
        switch resource.type {
        case ConfigResourceType.topic:
            guard principal.mayRead(resource.name) else {
                throw Refusal(.topicAuthorizationFailed, "this user may not read topic '\(resource.name)'")
            }
            guard log.topic(named: resource.name) != nil else { throw .unknown(resource.name) }
            return describedTopic(resource.name, set: log.storedRetention(topic: resource.name) ?? TopicRetention())
        case ConfigResourceType.broker:
            let kept = log.retention
            let settings: [ServerSetting] = [
                .long("log.retention.ms", TopicSettings.number(kept.milliseconds)),
                .long("log.retention.bytes", TopicSettings.number(kept.bytes)),
            ]
            return settings.map { Self.entry($0, source: ConfigSource.brokerFile) }
                + brokerSettings.map { Self.entry($0, source: ConfigSource.builtIn) }
        default: throw Refusal(.invalidRequest, "only topics (2) and brokers (4) have settings here")
        }
    }

    /// All settings of a topic.
    /// - Parameter set: what was set for it at run time.
    func describedTopic(_ name: String, set: TopicRetention) -> [ConfigEntry] {
        // Also of a topic that is only asked about, and not made.
        let kept = log.retention(topicNamed: name, set: set)
        let feeder = log.topic(named: name)?.sourceName.map { [ServerSetting.text(TopicSettings.source, $0)] } ?? []
        func entry(_ name: String, _ value: Int64?, isSet: Bool) -> ConfigEntry {
            let source = isSet ? ConfigSource.topic : ConfigSource.brokerFile
            var entry = Self.entry(.long(name, TopicSettings.number(value)), source: source)
            entry.isReadOnly = false
            return entry
        }
        return [
            entry(TopicSettings.time, kept.milliseconds, isSet: set.milliseconds != nil),
            entry(TopicSettings.bytes, kept.bytes, isSet: set.bytes != nil),
        ] + (TopicSettings.fixed + feeder).map { Self.entry($0, source: ConfigSource.builtIn) }
    }

    private static func entry(_ setting: ServerSetting, source: Int8) -> ConfigEntry {
        ConfigEntry {
            $0.name = setting.name
            $0.value = setting.value
            $0.isReadOnly = true
            $0.source = source
            $0.type = setting.type
        }
    }

    private var brokerSettings: [ServerSetting] {
        [
            .int("broker.id", Int(Self.nodeID)), .flag("auto.create.topics.enable", options.autoCreatesTopics),
            .int("default.replication.factor", 1), .int("num.partitions", options.autoCreatePartitions),
            .int("min.insync.replicas", 1), .int("message.max.bytes", options.producedBatchBytesMax),
            .flag("delete.topic.enable", true),
        ]
    }
}
