import KafkaProtocol

/// One consumer in a group.
struct GroupMember {
    let id: String
    var instanceID: String?
    let clientID: String
    let clientHost: String
    var sessionTimeoutMilliseconds: Int64
    var rebalanceTimeoutMilliseconds: Int64
    /// Strategies the member knows, most wanted first.
    var protocols: [JoinGroupProtocol]
    /// What the leader gave it in this generation.
    var assignment: [UInt8] = []
    /// Its JoinGroup or SyncGroup that waits for an answer. A waiting member does not lose its session.
    var joinTicket: GroupTicket?
    var syncTicket: GroupTicket?
    /// When it is given up unless it is heard of, in the coordinator's milliseconds.
    var sessionDeadline: Int64

    var isWaiting: Bool { joinTicket != nil || syncTicket != nil }

    var byteCount: Int { protocols.reduce(assignment.count) { $0 + $1.name.utf8.count + $1.metadata.count } }

    mutating func heard(at now: Int64) { sessionDeadline = now + sessionTimeoutMilliseconds }

    func metadata(of protocolName: String?) -> [UInt8] {
        protocols.first { $0.name == protocolName }?.metadata ?? []
    }
}
