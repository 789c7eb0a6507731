import CommitLog
import KafkaProtocol

extension Broker {
    func describeConfigs(_ request: DescribeConfigsRequest) -> DescribeConfigsResponse {
        DescribeConfigsResponse {
            $0.results = request.resources.map { resource in
                DescribedResource {
                    $0.type = resource.type
                    $0.name = resource.name
                    switch resource.type {
                    case 2 where log.topic(named: resource.name) == nil:
                        $0.errorCode = .unknownTopicOrPartition
                        $0.errorMessage = "no topic '\(resource.name)'"
                    case 2:
                        let kept = Self.retention(log.retention(topic: resource.name), prefix: "")
                        $0.entries = Self.entries(kept + Self.topicSettings, asked: resource.keys)
                    case 4:
                        let kept = Self.retention(log.retention, prefix: "log.")
                        $0.entries = Self.entries(kept + Self.brokerSettings, asked: resource.keys)
                    default:
                        $0.errorCode = .invalidRequest
                        $0.errorMessage = "only topics (2) and brokers (4) have settings here"
                    }
                }
            }
        }
    }

    private static func entries(_ settings: [Setting], asked: [String]?) -> [ConfigEntry] {
        settings.filter { asked?.contains($0.name) ?? true }.map { setting in
            ConfigEntry {
                $0.name = setting.name
                $0.value = setting.value
                $0.isReadOnly = true
                $0.source = 5
                $0.type = setting.type
            }
        }
    }

    private struct Setting {
        let name: String
        let value: String
        let type: Int8

        static func text(_ name: String, _ value: String) -> Setting { Setting(name: name, value: value, type: 2) }
        static func list(_ name: String, _ value: String) -> Setting { Setting(name: name, value: value, type: 7) }
        static func flag(_ name: String, _ value: Bool) -> Setting {
            Setting(name: name, value: value ? "true" : "false", type: 1)
        }
        static func int(_ name: String, _ value: Int) -> Setting {
            Setting(name: name, value: "\(value)", type: 3)
        }
        static func long(_ name: String, _ value: Int64) -> Setting {
            Setting(name: name, value: "\(value)", type: 5)
        }
    }

    /// Kafka's −1 is for ever, or everything.
    private static func retention(_ limits: TopicRetention?, prefix: String) -> [Setting] {
        func number(_ limit: Int64?) -> Int64 { limit == TopicRetention.unlimited ? -1 : limit ?? -1 }
        return [
            .long("\(prefix)retention.ms", number(limits?.milliseconds)),
            .long("\(prefix)retention.bytes", number(limits?.bytes)),
        ]
    }

    /// What Kafka's tools look for.
    private static let topicSettings: [Setting] = [
        .list("cleanup.policy", "delete"), .text("compression.type", "producer"), .int("segment.bytes", 256 << 20),
        .int("max.message.bytes", 64 << 20), .int("min.insync.replicas", 1),
        .text("message.timestamp.type", "CreateTime"), .flag("unclean.leader.election.enable", false),
    ]

    private static let brokerSettings: [Setting] = [
        .int("broker.id", Int(nodeID)), .flag("auto.create.topics.enable", false),
        .int("default.replication.factor", 1), .int("num.partitions", 1), .int("min.insync.replicas", 1),
        .int("message.max.bytes", 64 << 20),
        .flag("delete.topic.enable", false),
    ]
}
