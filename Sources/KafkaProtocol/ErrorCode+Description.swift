extension ErrorCode: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownServerError: "unknown server error"
        case .none: "no error"
        case .offsetOutOfRange: "offset out of range"
        case .corruptMessage: "corrupt message"
        case .unknownTopicOrPartition: "unknown topic or partition"
        case .leaderNotAvailable: "leader not available"
        case .notLeaderOrFollower: "not the leader of the partition"
        case .requestTimedOut: "request timed out"
        case .messageTooLarge: "message too large"
        case .offsetMetadataTooLarge: "offset metadata too large"
        case .coordinatorLoadInProgress: "group coordinator is loading"
        case .coordinatorNotAvailable: "group coordinator not available"
        case .notCoordinator: "not the coordinator of the group"
        case .invalidTopic: "invalid topic"
        case .notEnoughReplicas: "the broker cannot make records durable now"
        case .invalidRequiredAcks: "acks must be 0, 1 or -1"
        case .illegalGeneration: "illegal group generation"
        case .inconsistentGroupProtocol: "inconsistent group protocol"
        case .invalidGroupID: "invalid group id"
        case .unknownMemberID: "unknown group member"
        case .invalidSessionTimeout: "session timeout out of range"
        case .rebalanceInProgress: "group is rebalancing"
        case .topicAuthorizationFailed: "not authorized for the topic"
        case .groupAuthorizationFailed: "not authorized for the group"
        case .clusterAuthorizationFailed: "not authorized for the cluster"
        case .invalidTimestamp: "record timestamp out of range"
        case .unsupportedSASLMechanism: "SASL mechanism not offered"
        case .illegalSASLState: "request not expected at this step of the login"
        case .unsupportedVersion: "unsupported API version"
        case .topicAlreadyExists: "topic exists already"
        case .invalidPartitions: "number of partitions out of range"
        case .invalidReplicationFactor: "replication factor is not 1"
        case .invalidReplicaAssignment: "partitions cannot be laid on these brokers"
        case .invalidConfig: "setting unknown or its value out of range"
        case .invalidRequest: "invalid request"
        case .unsupportedForMessageFormat: "record format too old"
        case .policyViolation: "refused by a rule of the broker"
        case .outOfOrderSequenceNumber: "records of the producer are missing before these"
        case .duplicateSequenceNumber: "the producer sent these records before"
        case .invalidProducerEpoch: "a newer producer took the id over"
        case .transactionalIDAuthorizationFailed: "not authorized for the transactional id"
        case .storageError: "storage error"
        case .saslAuthenticationFailed: "login failed"
        case .unknownProducerID: "producer id unknown or expired"
        case .nonEmptyGroup: "the group has members"
        case .groupIDNotFound: "no such group"
        case .fetchSessionIDNotFound: "no such fetch session"
        case .invalidFetchSessionEpoch: "fetch session epoch out of order"
        case .topicDeletionDisabled: "topics cannot be deleted"
        case .fencedLeaderEpoch: "leader epoch is older than the broker's"
        case .unknownLeaderEpoch: "leader epoch is newer than the broker's"
        case .unsupportedCompressionType: "compression codec not supported"
        case .offsetNotAvailable: "offset not known yet"
        case .memberIDRequired: "member id required"
        case .groupMaxSizeReached: "the group has its maximum of members"
        case .fencedInstanceID: "another member took over the instance id"
        case .groupSubscribedToTopic: "a member of the group reads the topic"
        case .invalidRecord: "invalid record"
        case .throttlingQuotaExceeded: "too many changes at once"
        case .producerFenced: "a newer producer took over"
        case .unknownTopicID: "unknown topic id"
        default: "Kafka error \(rawValue)"
        }
    }

    /// True when the same request may succeed a little later.
    public var isRetriable: Bool {
        switch self {
        case .unknownTopicOrPartition, .leaderNotAvailable, .notLeaderOrFollower, .requestTimedOut,
            .coordinatorLoadInProgress, .coordinatorNotAvailable, .notCoordinator, .notEnoughReplicas, .storageError,
            .fencedLeaderEpoch, .unknownLeaderEpoch, .unknownTopicID, .rebalanceInProgress,
            .fetchSessionIDNotFound, .invalidFetchSessionEpoch, .offsetNotAvailable, .throttlingQuotaExceeded:
            true
        default: false
        }
    }
}
