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
    /// What the leader gave it last.
    var assignment: [UInt8] = []
    /// Its JoinGroup or SyncGroup that waits for an answer. A waiting member does not lose its session.
    var joinTicket: GroupTicket?
    var syncTicket: GroupTicket?
    /// It has asked for its assignment in this generation.
    var hasSynced = false
    /// When it is given up unless it is heard of, in the coordinator's milliseconds.
    var sessionDeadline: Int64
    /// When its first JoinGroup is given up although it waits; nil once that was answered.
    var firstJoinDeadline: Int64?

    var isWaiting: Bool { joinTicket != nil || syncTicket != nil }

    /// When it is removed unless something happens before.
    var deadline: Int64 { isWaiting ? firstJoinDeadline ?? .max : sessionDeadline }

    var byteCount: Int {
        let names = id.utf8.count + clientID.utf8.count + (instanceID?.utf8.count ?? 0)
        return protocols.reduce(assignment.count + names) { $0 + $1.name.utf8.count + $1.metadata.count }
    }

    var name: GroupMemberName {
        GroupMemberName(memberID: id, instanceID: instanceID, clientID: clientID, clientHost: clientHost)
    }

    mutating func heard(at now: Int64) { sessionDeadline = now + sessionTimeoutMilliseconds }

    func metadata(of protocolName: String?) -> [UInt8] {
        protocols.first { $0.name == protocolName }?.metadata ?? []
    }
}
