import KafkaProtocol

extension PeerValues {
    static let alterConfigs = AlterConfigsRequest {
        $0.validateOnly = true
        $0.resources = [
            AlterConfigsResource {
                $0.type = ConfigResourceType.topic
                $0.name = "orders"
                $0.configs = [
                    AlterableConfig {
                        $0.name = "retention.ms"
                        $0.value = "1000"
                    }
                ]
            }
        ]
    }

    static let changeConfigs = IncrementalAlterConfigsRequest {
        $0.validateOnly = true
        $0.resources = [
            IncrementalAlterConfigsResource {
                $0.type = ConfigResourceType.broker
                $0.name = "1"
                $0.changes = [
                    ConfigChange {
                        $0.name = "retention.ms"
                        $0.operation = ConfigOperation.delete
                    }
                ]
            }
        ]
    }

    static func alteredConfigs(type: Int8, _ name: String) -> AlterConfigsResponse {
        AlterConfigsResponse {
            $0.throttleMilliseconds = 11
            $0.results = [
                AlteredResource {
                    $0.errorCode = .invalidConfig
                    $0.errorMessage = "unknown"
                    $0.type = type
                    $0.name = name
                }
            ]
        }
    }
}
