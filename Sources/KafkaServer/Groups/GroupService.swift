import KafkaProtocol
import Logging
import NIOCore
import Synchronization

/// The group coordinator with what it leaves out: a clock, ids, and the way back to the clients.
final class GroupService: Sendable {
    private struct State {
        var coordinator: GroupCoordinator
        var waiting: [GroupTicket: RequestContext] = [:]
        var lastTicket: GroupTicket = 0

        mutating func ticket(for context: RequestContext) -> GroupTicket {
            lastTicket += 1
            waiting[lastTicket] = context
            return lastTicket
        }

        /// The actions, answers with the requests that they belong to.
        mutating func claim(_ actions: [GroupAction]) -> [(RequestContext?, GroupAction)] {
            actions.compactMap { action in
                switch action {
                case .joined(let ticket, _), .synced(let ticket, _):
                    waiting.removeValue(forKey: ticket).map { ($0, action) }
                case .notice: (nil, action)
                }
            }
        }
    }

    private let state: Mutex<State>
    private let logger: Logger

    init(limits: GroupLimits, logger: Logger) {
        state = Mutex(State(coordinator: GroupCoordinator(limits: limits)))
        self.logger = logger
    }

    static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000) }

    /// Runs one step of the coordinator and sends the answers that come of it, outside the lock.
    private func step<Result: Sendable>(
        _ body: (inout State, _ now: Int64) -> (result: Result, actions: [GroupAction])
    ) -> Result {
        let (result, answers) = state.withLock { state in
            let (result, actions) = body(&state, Self.now())
            return (result, state.claim(actions))
        }
        for (context, action) in answers {
            switch action {
            case .joined(_, let response): context?.send(response)
            case .synced(_, let response): context?.send(response)
            case .notice(let notice): logger.log(level: notice.level, "\(notice.text)")
            }
        }
        return result
    }

    func join(_ request: JoinGroupRequest, _ context: RequestContext) {
        let clientID = context.header.clientID ?? ""
        let client = JoiningClient(
            requiresMemberID: context.version >= 4,
            freshMemberID: "\(clientID)-\(Self.randomID())",
            clientID: clientID,
            clientHost: "/" + context.client.host
        )
        step { state, now in
            let ticket = state.ticket(for: context)
            return ((), state.coordinator.join(request, client: client, ticket: ticket, now: now))
        }
    }

    func sync(_ request: SyncGroupRequest, _ context: RequestContext) {
        step { state, now in
            let ticket = state.ticket(for: context)
            return ((), state.coordinator.sync(request, ticket: ticket, now: now))
        }
    }

    func heartbeat(_ request: HeartbeatRequest) -> HeartbeatResponse {
        let error = step { state, now in (state.coordinator.heartbeat(request, now: now), []) }
        return HeartbeatResponse { $0.errorCode = error }
    }

    func leave(_ request: LeaveGroupRequest, version: Int16) -> LeaveGroupResponse {
        step { state, now in
            let (response, actions) = state.coordinator.leave(request, version: version, now: now)
            return (response, actions)
        }
    }

    func checkCommit(_ request: OffsetCommitRequest) -> ErrorCode {
        step { state, now in (state.coordinator.checkCommit(request, now: now), []) }
    }

    func group(_ groupID: String) -> ConsumerGroup? { state.withLock { $0.coordinator.groups[groupID] } }
    func allGroups() -> [ConsumerGroup] { state.withLock { Array($0.coordinator.groups.values) } }

    /// To be called a few times a second.
    func expire() { step { state, now in ((), state.coordinator.expire(now: now)) } }

    func shutDown() { step { state, _ in ((), state.coordinator.shutDown()) } }

    /// 128 random bits as text, not to be guessed by another client.
    private static func randomID() -> String {
        var random = SystemRandomNumberGenerator()
        return String(random.next(), radix: 36) + String(random.next(), radix: 36)
    }
}

extension GroupNotice {
    /// A rebalance that runs as it should is no news.
    fileprivate var level: Logger.Level {
        switch self {
        case .waits, .removed: .warning
        case .completed(_, _, _, _, let wasSaid): wasSaid ? .notice : .debug
        }
    }
}
