import Access
import CommitLog
import KafkaProtocol

extension Broker {
    /// A group is for those who may read all that it reads: its stored offsets, and what its members subscribe to.
    /// Anybody else who joined would be given partitions that he may not read, and hold them up for the rest.
    func mayUse(_ group: String, _ principal: Principal) -> Bool {
        if principal.mayReadAll { return true }
        let hidden = log.topics().lazy.filter { !principal.mayRead($0.name) }.flatMap(\.partitions)
        let kept = Set(log.groupOffsets(group).map(\.partition))
        if !kept.isEmpty, hidden.contains(where: kept.contains) { return false }
        return groups.group(group)?.readsOnly { principal.mayRead($0) } ?? true
    }

    func join(_ request: JoinGroupRequest, _ context: RequestContext) {
        guard mayUse(request.groupID, context.principal) else {
            return context.send(
                JoinGroupResponse {
                    $0.errorCode = .groupAuthorizationFailed
                    $0.memberID = request.memberID
                }
            )
        }
        groups.join(request, context)
    }

    func leave(_ request: LeaveGroupRequest, _ context: RequestContext) -> LeaveGroupResponse {
        guard mayUse(request.groupID, context.principal) else {
            return LeaveGroupResponse { $0.errorCode = .groupAuthorizationFailed }
        }
        return groups.leave(request, version: context.version)
    }
}
