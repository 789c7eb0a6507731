import KafkaProtocol

extension PeerValues {
    static let createTopics = CreateTopicsRequest {
        $0.timeoutMilliseconds = 30_000
        $0.validateOnly = true
        $0.topics = [
            CreatableTopic {
                $0.name = "orders"
                $0.partitionCount = -1
                $0.replicationFactor = -1
                $0.assignments = [
                    CreatablePartition {
                        $0.index = 1
                        $0.brokerIDs = [4, 6]
                    }
                ]
                $0.configs = [
                    CreatableConfig {
                        $0.name = "retention.ms"
                        $0.value = "1000"
                    },
                    CreatableConfig { $0.name = "x" },
                ]
            },
            CreatableTopic {
                $0.name = "trades"
                $0.partitionCount = 12
                $0.replicationFactor = 1
            },
        ]
    }
    static let createdTopics = CreateTopicsResponse {
        $0.throttleMilliseconds = 11
        $0.topics = [
            CreatedTopic {
                $0.name = "orders"
                $0.topicID = KafkaUUID(high: 7, low: 8)
                $0.errorCode = .topicAlreadyExists
                $0.errorMessage = "exists"
                $0.partitionCount = 12
                $0.replicationFactor = 1
                $0.configs = [
                    CreatedConfig {
                        $0.name = "retention.ms"
                        $0.value = "1000"
                        $0.isReadOnly = true
                        $0.source = ConfigSource.builtIn
                    }
                ]
            }
        ]
    }

    static let deleteTopics = DeleteTopicsRequest {
        $0.names = ["orders", "trades"]
        $0.timeoutMilliseconds = 30_000
    }
    static let deletedTopics = DeleteTopicsResponse {
        $0.throttleMilliseconds = 11
        $0.results = [
            DeletedTopic {
                $0.name = "orders"
                $0.errorCode = .unknownTopicOrPartition
                $0.errorMessage = "none such"
            }
        ]
    }

    static let createPartitions = CreatePartitionsRequest {
        $0.timeoutMilliseconds = 30_000
        $0.validateOnly = true
        $0.topics = [
            CreatePartitionsTopic {
                $0.name = "orders"
                $0.count = 24
            },
            CreatePartitionsTopic {
                $0.name = "trades"
                $0.count = 2
                $0.assignments = [CreatePartitionsAssignment { $0.brokerIDs = [4, 6] }]
            },
        ]
    }
    static let createdPartitions = CreatePartitionsResponse {
        $0.throttleMilliseconds = 11
        $0.results = [
            CreatedPartitionsTopic {
                $0.name = "orders"
                $0.errorCode = .invalidPartitions
                $0.errorMessage = "fewer"
            }
        ]
    }
}
