import KafkaProtocol

@testable import KafkaServer

/// A coordinator with a clock that stands still until it is moved, and members that speak in short.
struct GroupScene {
    var coordinator: GroupCoordinator
    var now: Int64 = 1_000
    private var lastTicket: GroupTicket = 0
    /// Answers by ticket, as they came.
    var joined: [GroupTicket: JoinGroupResponse] = [:]
    var synced: [GroupTicket: SyncGroupResponse] = [:]
    /// What the operator was told.
    var notices: [GroupNotice] = []

    init(limits: GroupLimits = GroupLimits()) { coordinator = GroupCoordinator(limits: limits) }

    mutating func take(_ actions: [GroupAction]) {
        for action in actions {
            switch action {
            case .joined(let ticket, let response):
                precondition(joined[ticket] == nil, "a join was answered twice")
                joined[ticket] = response
            case .synced(let ticket, let response):
                precondition(synced[ticket] == nil, "a sync was answered twice")
                synced[ticket] = response
            case .notice(let notice): notices.append(notice)
            }
        }
    }

    mutating func pass(_ milliseconds: Int64) {
        now += milliseconds
        take(coordinator.expire(now: now))
    }

    /// Sends a JoinGroup v4 or later and returns its ticket.
    mutating func join(
        _ memberID: String = "",
        fresh: String = "new",
        instance: String? = nil,
        strategies: [String] = ["range"],
        session: Int32 = 10_000,
        rebalance: Int32 = 60_000,
        type: String = "consumer",
        metadata: [UInt8]? = nil,
        requiresID: Bool = true
    ) -> GroupTicket {
        lastTicket += 1
        let request = JoinGroupRequest {
            $0.groupID = "g"
            $0.sessionTimeoutMilliseconds = session
            $0.rebalanceTimeoutMilliseconds = rebalance
            $0.memberID = memberID
            $0.groupInstanceID = instance
            $0.protocolType = type
            $0.protocols = strategies.map { name in
                JoinGroupProtocol {
                    $0.name = name
                    $0.metadata =
                        metadata ?? Array("\(name) of \(instance ?? (memberID.isEmpty ? fresh : memberID))".utf8)
                }
            }
        }
        let client = JoiningClient(
            requiresMemberID: requiresID,
            freshMemberID: fresh,
            clientID: "client",
            clientHost: "/127.0.0.1"
        )
        take(coordinator.join(request, client: client, ticket: lastTicket, now: now))
        return lastTicket
    }

    /// The two steps by which a new member gets its id and joins.
    mutating func enter(_ name: String, rebalance: Int32 = 60_000, strategies: [String] = ["range"]) -> GroupTicket {
        let first = join(fresh: name, strategies: strategies, rebalance: rebalance)
        precondition(joined[first]?.errorCode == .memberIDRequired, "no id was given out")
        return join(name, strategies: strategies, rebalance: rebalance)
    }

    mutating func sync(_ member: String, generation: Int32, assigning: [String: String] = [:]) -> GroupTicket {
        lastTicket += 1
        let request = SyncGroupRequest {
            $0.groupID = "g"
            $0.generationID = generation
            $0.memberID = member
            $0.assignments = assigning.sorted { $0.key < $1.key }.map { member, share in
                SyncGroupAssignment {
                    $0.memberID = member
                    $0.assignment = Array(share.utf8)
                }
            }
        }
        take(coordinator.sync(request, ticket: lastTicket, now: now))
        return lastTicket
    }

    mutating func heartbeat(_ member: String, generation: Int32, instance: String? = nil) -> ErrorCode {
        coordinator.heartbeat(
            HeartbeatRequest {
                $0.groupID = "g"
                $0.generationID = generation
                $0.memberID = member
                $0.groupInstanceID = instance
            },
            now: now
        )
    }

    mutating func leave(_ member: String, instance: String? = nil) -> ErrorCode {
        let (response, actions) = coordinator.leave(
            LeaveGroupRequest {
                $0.groupID = "g"
                $0.members = [
                    LeavingMember {
                        $0.memberID = member
                        $0.groupInstanceID = instance
                    }
                ]
            },
            version: 5,
            now: now
        )
        take(actions)
        return response.members.first?.errorCode ?? response.errorCode
    }

    mutating func commit(_ member: String, generation: Int32, instance: String? = nil) -> ErrorCode {
        coordinator.checkCommit(
            OffsetCommitRequest {
                $0.groupID = "g"
                $0.generationID = generation
                $0.memberID = member
                $0.groupInstanceID = instance
            },
            now: now
        )
    }

    /// Lets time pass in steps in which these members send heartbeats.
    mutating func pass(_ milliseconds: Int64, hearing members: [String], generation: Int32) {
        for _ in 0..<max(1, milliseconds / 1_000) {
            for member in members { _ = heartbeat(member, generation: generation) }
            pass(min(milliseconds, 1_000))
        }
    }

    /// Members a and b, stable in the returned generation, a leading.
    mutating func stablePair() -> Int32 {
        let a = enter("a")
        let b = enter("b")
        pass(300)
        let generation = joined[a]?.generationID ?? -1
        precondition(joined[b]?.generationID == generation, "the members are not of one generation")
        _ = sync("b", generation: generation)
        _ = sync("a", generation: generation, assigning: ["a": "0", "b": "1"])
        return generation
    }

    var state: GroupState { coordinator.groups["g"]?.state ?? .dead }
}
