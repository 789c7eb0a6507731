import KafkaProtocol

/// The values that peer-examples.py gives to kafka-python.
enum PeerValues {
    static let offsetDelete = OffsetDeleteRequest {
        $0.groupID = "group"
        $0.topics = [
            OffsetDeleteTopic {
                $0.name = "orders"
                $0.partitions = [3, 5]
            }
        ]
    }
    static let offsetDeleted = OffsetDeleteResponse {
        $0.errorCode = .groupIDNotFound
        $0.throttleMilliseconds = 11
        $0.topics = [
            OffsetDeletedTopic {
                $0.name = "orders"
                $0.partitions = [
                    OffsetDeletedPartition {
                        $0.index = 3
                        $0.errorCode = .groupSubscribedToTopic
                    }
                ]
            }
        ]
    }

    static let initProducerID = InitProducerIDRequest {
        $0.transactionalID = "tx"
        $0.transactionTimeoutMilliseconds = 60_000
        $0.producerID = 1 << 40
        $0.producerEpoch = 9
    }
    static let producerID = InitProducerIDResponse {
        $0.throttleMilliseconds = 11
        $0.errorCode = .invalidProducerEpoch
        $0.producerID = 1 << 41
        $0.producerEpoch = 10
    }

    static let handshake = SASLHandshakeRequest { $0.mechanism = "SCRAM-SHA-256" }
    static let mechanisms = SASLHandshakeResponse {
        $0.errorCode = .unsupportedSASLMechanism
        $0.mechanisms = ["PLAIN", "SCRAM-SHA-512"]
    }

    static let authenticate = SASLAuthenticateRequest { $0.authBytes = Array("\0user\0secret".utf8) }
    static let authenticated = SASLAuthenticateResponse {
        $0.errorCode = .saslAuthenticationFailed
        $0.errorMessage = "wrong"
        $0.authBytes = Array("v=1".utf8)
        $0.sessionLifetimeMilliseconds = 3_600_000
    }

    static let deleteRecords = DeleteRecordsRequest {
        $0.timeoutMilliseconds = 30_000
        $0.topics = [
            DeleteRecordsTopic {
                $0.name = "orders"
                $0.partitions = [
                    DeleteRecordsPartition {
                        $0.index = 3
                        $0.offset = DeleteRecordsPartition.toHighWatermark
                    }
                ]
            }
        ]
    }
    static let deletedRecords = DeleteRecordsResponse {
        $0.throttleMilliseconds = 11
        $0.topics = [
            DeletedRecordsTopic {
                $0.name = "orders"
                $0.partitions = [
                    DeletedRecordsPartition {
                        $0.index = 3
                        $0.lowWatermark = 1 << 40
                        $0.errorCode = .offsetOutOfRange
                    }
                ]
            }
        ]
    }
}
