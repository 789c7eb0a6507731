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
        case .offsetMetadataTooLarge: "offset metadata too large"
        case .coordinatorLoadInProgress: "group coordinator is loading"
        case .coordinatorNotAvailable: "group coordinator not available"
        case .notCoordinator: "not the coordinator of the group"
        case .invalidTopic: "invalid topic"
        case .illegalGeneration: "illegal group generation"
        case .inconsistentGroupProtocol: "inconsistent group protocol"
        case .invalidGroupID: "invalid group id"
        case .unknownMemberID: "unknown group member"
        case .invalidSessionTimeout: "session timeout out of range"
        case .rebalanceInProgress: "group is rebalancing"
        case .topicAuthorizationFailed: "not authorized for the topic"
        case .unsupportedVersion: "unsupported API version"
        case .invalidRequest: "invalid request"
        case .storageError: "storage error"
        case .nonEmptyGroup: "the group has members"
        case .groupIDNotFound: "no such group"
        case .fetchSessionIDNotFound: "no such fetch session"
        case .fencedLeaderEpoch: "leader epoch is older than the broker's"
        case .unknownLeaderEpoch: "leader epoch is newer than the broker's"
        case .memberIDRequired: "member id required"
        case .groupMaxSizeReached: "the group has its maximum of members"
        case .fencedInstanceID: "another member took over the instance id"
        case .unknownTopicID: "unknown topic id"
        default: "Kafka error \(rawValue)"
        }
    }

    /// True when the same request may succeed a little later.
    public var isRetriable: Bool {
        switch self {
        case .unknownTopicOrPartition, .leaderNotAvailable, .notLeaderOrFollower, .requestTimedOut,
            .coordinatorLoadInProgress, .coordinatorNotAvailable, .notCoordinator, .storageError,
            .fencedLeaderEpoch, .unknownLeaderEpoch, .unknownTopicID, .rebalanceInProgress:
            true
        default: false
        }
    }
}
