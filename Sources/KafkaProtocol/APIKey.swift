/// The kinds of request that we speak, by their number on the wire (Kafka protocol guide, "Api Keys").
public enum APIKey: Int16, Sendable, CaseIterable {
    case produce = 0
    case fetch = 1
    case listOffsets = 2
    case metadata = 3
    case offsetCommit = 8
    case offsetFetch = 9
    case findCoordinator = 10
    case joinGroup = 11
    case heartbeat = 12
    case leaveGroup = 13
    case syncGroup = 14
    case describeGroups = 15
    case listGroups = 16
    case apiVersions = 18
    case offsetForLeaderEpoch = 23
    case describeConfigs = 32
    case deleteGroups = 42
    case describeCluster = 60

    /// Versions that our codecs know and our server advertises.
    ///
    /// Fetch ends at 12, the last version that names topics by name. Produce is listed although every produce is
    /// refused: librdkafka derives its message format from it and sends Fetch v0 when it is missing.
    public var versions: ClosedRange<Int16> {
        switch self {
        case .produce: 0...9
        case .fetch: 4...12
        case .listOffsets: 1...7
        case .metadata: 0...12
        case .offsetCommit: 2...8
        case .offsetFetch: 1...8
        case .findCoordinator: 0...4
        case .joinGroup: 0...7
        case .heartbeat: 0...4
        case .leaveGroup: 0...5
        case .syncGroup: 0...5
        case .describeGroups: 0...5
        case .listGroups: 0...5
        case .apiVersions: 0...3
        case .offsetForLeaderEpoch: 2...4
        case .describeConfigs: 1...4
        case .deleteGroups: 0...2
        case .describeCluster: 0...1
        }
    }

    /// The first version in the flexible encoding (KIP-482).
    public var flexibleFrom: Int16 {
        switch self {
        case .describeCluster: 0
        case .deleteGroups: 2
        case .findCoordinator, .listGroups, .apiVersions: 3
        case .heartbeat, .leaveGroup, .syncGroup, .offsetForLeaderEpoch, .describeConfigs: 4
        case .describeGroups: 5
        case .listOffsets, .offsetFetch, .joinGroup: 6
        case .offsetCommit: 8
        case .produce, .metadata: 9
        case .fetch: 12
        }
    }

    public func isFlexible(_ version: Int16) -> Bool { version >= flexibleFrom }
}
