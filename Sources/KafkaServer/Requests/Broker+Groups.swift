import Access
import CommitLog
import KafkaProtocol

extension Broker {
    func listGroups(_ request: ListGroupsRequest, _ principal: Principal) -> ListGroupsResponse {
        var groups: [String: ListedGroup] = [:]
        for name in log.groups() {
            groups[name] = ListedGroup {
                $0.groupID = name
                $0.protocolType = "consumer"
                $0.state = GroupState.empty.rawValue
                $0.type = "classic"
            }
        }
        for group in self.groups.allGroups() {
            groups[group.id] = ListedGroup {
                $0.groupID = group.id
                $0.protocolType = group.protocolType ?? ""
                $0.state = group.state.rawValue
                $0.type = "classic"
            }
        }
        let wanted = groups.values.filter { group in
            mayUse(group.groupID, principal)
                && (request.statesFilter.isEmpty || Self.contains(request.statesFilter, group.state))
                && (request.typesFilter.isEmpty || Self.contains(request.typesFilter, group.type))
        }
        return ListGroupsResponse { $0.groups = wanted.sorted { $0.groupID < $1.groupID } }
    }

    /// Filters do not tell capitals apart (KIP-518).
    private static func contains(_ names: [String], _ name: String) -> Bool {
        names.contains { $0.lowercased() == name.lowercased() }
    }

    func describeGroups(_ request: DescribeGroupsRequest, _ principal: Principal) -> DescribeGroupsResponse {
        DescribeGroupsResponse {
            $0.groups = request.groups.map { name in
                guard mayUse(name, principal) else {
                    return DescribedGroup {
                        $0.groupID = name
                        $0.errorCode = .groupAuthorizationFailed
                    }
                }
                if let group = groups.group(name) { return describe(group) }
                let isKnown = !log.groupOffsets(name).isEmpty
                return DescribedGroup {
                    $0.groupID = name
                    $0.state = isKnown ? GroupState.empty.rawValue : GroupState.dead.rawValue
                    $0.protocolType = isKnown ? "consumer" : ""
                }
            }
        }
    }

    private func describe(_ group: ConsumerGroup) -> DescribedGroup {
        DescribedGroup {
            $0.groupID = group.id
            $0.state = group.state.rawValue
            $0.protocolType = group.protocolType ?? ""
            $0.protocolName = group.state == .stable ? group.protocolName ?? "" : ""
            $0.members = group.members.map { member in
                DescribedMember {
                    $0.memberID = member.id
                    $0.groupInstanceID = member.instanceID
                    $0.clientID = member.clientID
                    $0.clientHost = member.clientHost
                    guard group.state == .stable else { return }
                    $0.metadata = member.metadata(of: group.protocolName)
                    $0.assignment = member.assignment
                }
            }
        }
    }

    /// Answered when every deletion is durable.
    func deleteGroups(_ request: DeleteGroupsRequest, _ context: RequestContext) {
        let answers = Gathering<DeletedGroup>(count: request.groups.count) { results in
            context.send(DeleteGroupsResponse { $0.results = results })
        }
        for (index, name) in request.groups.enumerated() {
            let answer = { @Sendable (error: ErrorCode) in
                answers.set(
                    index,
                    DeletedGroup {
                        $0.groupID = name
                        $0.errorCode = error
                    }
                )
            }
            if !mayUse(name, context.principal) {
                answer(.groupAuthorizationFailed)
            } else if groups.group(name) != nil {
                answer(.nonEmptyGroup)
            } else if log.groupOffsets(name).isEmpty {
                answer(.groupIDNotFound)
            } else {
                log.deleteGroup(name) { result in
                    if case .failure(let error) = result {
                        answer(self.code(for: error, of: name))
                    } else {
                        answer(.none)
                    }
                }
            }
        }
    }

    /// What a group hears of a commit or deletion that the log refused.
    func code(for error: CommitLogError, of group: String) -> ErrorCode {
        // Said once by whoever watches the disk, not for each of many retries.
        if error.code != .diskFull { logger.error("storing offsets of group '\(group)' failed: \(error)") }
        return error.isRetriable ? .coordinatorLoadInProgress : .unknownServerError
    }
}
