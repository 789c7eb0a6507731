import KafkaProtocol

/// Names a request whose answer the coordinator still owes.
typealias GroupTicket = UInt64

/// What the coordinator has decided on: an answer, perhaps for a request that came long ago, or a word to the operator.
enum GroupAction: Sendable, Equatable {
    case joined(GroupTicket, JoinGroupResponse)
    case synced(GroupTicket, SyncGroupResponse)
    case notice(GroupNotice)
}
