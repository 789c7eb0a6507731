/// What the log tells of a group: who blocks a rebalance, who is removed, and that it is over.
enum GroupNotice: Sendable, Equatable {
    /// A rebalance has taken so long already, because of these.
    case waits(group: String, milliseconds: Int64, blockers: [GroupBlocker])
    /// A member was removed without having asked for it.
    case removed(group: String, member: GroupMemberName, reason: RemovalReason, milliseconds: Int64)
    case completed(group: String, generation: Int32, members: Int, milliseconds: Int64, wasSaid: Bool)

    /// Why a member is given up; the timeout that ran out is one that the client set.
    enum RemovalReason: Sendable, Equatable {
        case silent
        case didNotJoin
        case didNotSync
        case gaveUpJoining
    }
}

/// Who a member is, for people.
public struct GroupMemberName: Sendable, Equatable {
    public var memberID: String
    public var instanceID: String?
    public var clientID: String
    public var clientHost: String
}

/// Somebody whom a rebalance waits for.
public struct GroupBlocker: Sendable, Equatable {
    /// What has not come from it.
    public enum Missing: String, Sendable {
        /// Its JoinGroup: it is still busy with records of before, or gone.
        case join
        /// The leader's SyncGroup with the assignments.
        case assignment
        /// A first JoinGroup with the id that it was given.
        case firstJoin = "first join"
    }

    /// All but the member id is empty for one that has only been given its id.
    public var member: GroupMemberName
    public var missing: Missing
    /// When it is removed if nothing at all is heard of it, and at the latest, in milliseconds from now.
    public var removedWhenSilentMilliseconds: Int64
    public var removedMilliseconds: Int64
}

extension GroupNotice {
    /// Members named in one line.
    private static let namesMax = 5

    var text: String {
        switch self {
        case .waits(let group, let milliseconds, let blockers):
            let names = blockers.prefix(Self.namesMax).map(\.text).joined(separator: "; ")
            let more = blockers.count > Self.namesMax ? "; and \(blockers.count - Self.namesMax) more" : ""
            return
                "group '\(group)' has been rebalancing for \(Self.seconds(milliseconds)) and waits for \(names)\(more)"
        case .removed(let group, let member, let reason, let milliseconds):
            return "group '\(group)': \(member.text) removed: \(reason.text(Self.seconds(milliseconds)))"
        case .completed(let group, let generation, let members, let milliseconds, _):
            let count = members == 1 ? "1 member" : "\(members) members"
            return "group '\(group)': rebalance complete after \(Self.seconds(milliseconds)), generation \(generation) "
                + "with \(count)"
        }
    }

    /// Tenths, rounded.
    static func seconds(_ milliseconds: Int64) -> String {
        let tenths = (max(0, milliseconds) + 50) / 100
        return "\(tenths / 10).\(tenths % 10) s"
    }
}

extension GroupNotice.RemovalReason {
    fileprivate func text(_ time: String) -> String {
        switch self {
        case .silent: "nothing heard of it for \(time) (its session.timeout.ms)"
        case .didNotJoin: "it did not rejoin within \(time) (the group's longest max.poll.interval.ms)"
        case .didNotSync: "it joined and did not ask for its assignment within \(time)"
        case .gaveUpJoining: "its first join found no end within \(time)"
        }
    }
}

extension GroupMemberName {
    var text: String {
        let instance = instanceID.map { ", instance '\($0)'" } ?? ""
        return "member \(memberID) (client '\(clientID)'\(instance), host \(clientHost.drop { $0 == "/" }))"
    }
}

extension GroupBlocker {
    fileprivate var text: String {
        let latest = GroupNotice.seconds(removedMilliseconds)
        let silent = GroupNotice.seconds(removedWhenSilentMilliseconds)
        let end = silent == latest ? "in \(latest)" : "in \(silent) if it stays silent, in \(latest) at the latest"
        switch missing {
        case .join: return "\(member.text) to rejoin; it is removed \(end)"
        case .assignment: return "\(member.text), the leader, to hand out the partitions; it is removed \(end)"
        case .firstJoin: return "\(member.memberID), which has its id and has not joined with it; forgotten \(end)"
        }
    }
}
