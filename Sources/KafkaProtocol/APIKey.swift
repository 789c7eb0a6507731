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
    case saslHandshake = 17
    case apiVersions = 18
    case createTopics = 19
    case deleteTopics = 20
    case deleteRecords = 21
    case initProducerID = 22
    case offsetForLeaderEpoch = 23
    case describeConfigs = 32
    case alterConfigs = 33
    case saslAuthenticate = 36
    case createPartitions = 37
    case deleteGroups = 42
    case incrementalAlterConfigs = 44
    case offsetDelete = 47
    case describeCluster = 60

    /// Versions that our codecs know, and that the server advertises once it serves the API (`isServed`).
    ///
    /// Fetch ends at 12 and DeleteTopics at 5, the last versions that name topics by name only. Produce is always
    /// advertised: librdkafka derives its message format from it and sends Fetch v0 when it is missing.
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
        case .saslHandshake: 0...1
        case .apiVersions: 0...3
        case .createTopics: 2...7
        case .deleteTopics: 1...5
        case .deleteRecords: 0...2
        case .initProducerID: 0...4
        case .offsetForLeaderEpoch: 2...4
        case .describeConfigs: 1...4
        case .alterConfigs: 0...2
        case .saslAuthenticate: 0...2
        case .createPartitions: 0...3
        case .deleteGroups: 0...2
        case .incrementalAlterConfigs: 0...1
        case .offsetDelete: 0...0
        case .describeCluster: 0...1
        }
    }

    /// The first version in the flexible encoding (KIP-482); beyond all of ours where there is none.
    public var flexibleFrom: Int16 {
        switch self {
        case .describeCluster: 0
        case .incrementalAlterConfigs: 1
        case .deleteGroups, .deleteRecords, .initProducerID, .alterConfigs, .saslAuthenticate, .createPartitions: 2
        case .findCoordinator, .listGroups, .apiVersions: 3
        case .heartbeat, .leaveGroup, .syncGroup, .offsetForLeaderEpoch, .describeConfigs, .deleteTopics: 4
        case .describeGroups, .createTopics: 5
        case .listOffsets, .offsetFetch, .joinGroup: 6
        case .offsetCommit: 8
        case .produce, .metadata: 9
        case .fetch: 12
        case .saslHandshake, .offsetDelete: Int16.max
        }
    }

    public func isFlexible(_ version: Int16) -> Bool { version >= flexibleFrom }
}
