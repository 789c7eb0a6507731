import KafkaProtocol

/// Names a request whose answer the coordinator still owes.
typealias GroupTicket = UInt64

/// An answer that the coordinator has decided on, perhaps for a request that came long ago.
enum GroupAction: Sendable, Equatable {
    case joined(GroupTicket, JoinGroupResponse)
    case synced(GroupTicket, SyncGroupResponse)
}
