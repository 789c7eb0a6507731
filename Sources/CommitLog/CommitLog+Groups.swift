import Bytes

extension CommitLog {
    /// Stores how far a group has read. `completion` is called once: from the writer thread after the fdatasync (in
    /// every durability mode), or at once with the error that prevented it. `busy` is worth a retry.
    public func commitOffsets(
        group: String,
        entries: [GroupOffset],
        completion: @escaping @Sendable (Result<Void, CommitLogError>) -> Void
    ) {
        let unknown = shared.state.withLock { state in entries.first { !state.isLiving($0.partition) } }
        for entry in entries {
            if entry == unknown {
                return completion(.failure(notFound("there is no partition \(entry.partition)")))
            }
            guard entry.metadata.utf8.count <= GroupOffset.textBytesMax else {
                return completion(.failure(tooLong("the metadata of a committed offset")))
            }
        }
        change(group, .commit(group: group, entries), completion)
    }

    /// Forgets all offsets of a group. `completion` as in `commitOffsets`.
    public func deleteGroup(_ group: String, completion: @escaping @Sendable (Result<Void, CommitLogError>) -> Void) {
        guard shared.state.withLock({ $0.groups[group] }) != nil else {
            return completion(.failure(notFound("there is no group '\(group)'")))
        }
        change(group, .delete(group: group), completion)
    }

    /// Forgets a group's offsets of some partitions; those that it has none of do not matter. `completion` as in
    /// `commitOffsets`.
    public func deleteOffsets(
        group: String,
        partitions: [PartitionID],
        completion: @escaping @Sendable (Result<Void, CommitLogError>) -> Void
    ) {
        guard shared.state.withLock({ $0.groups[group] }) != nil else {
            return completion(.failure(notFound("there is no group '\(group)'")))
        }
        let deletion = OffsetDeletion(group: group, partitions: partitions)
        do throws(CommitLogError) {
            try appendControl(.offsetsDeleted, { deletion.write(into: &$0) }, completion: completion)
        } catch {
            completion(.failure(error))
        }
    }

    private func change(
        _ group: String,
        _ operation: GroupOperation,
        _ completion: @escaping @Sendable (Result<Void, CommitLogError>) -> Void
    ) {
        guard group.utf8.count <= GroupOffset.textBytesMax else {
            return completion(.failure(tooLong("a group's name")))
        }
        do throws(CommitLogError) {
            try appendControl(.group, { operation.write(into: &$0) }, completion: completion)
        } catch {
            completion(.failure(error))
        }
    }

    /// The durable offsets of a group, by partition number; empty if there is no such group.
    public func groupOffsets(_ group: String) -> [GroupOffset] {
        let offsets = shared.state.withLock { $0.groups[group] } ?? [:]
        return offsets.values.sorted { $0.partition < $1.partition }
    }

    /// When each group with offsets gave its last sign of life, a commit of nothing included, in µs since 1970; nil
    /// for one of an earlier version that has given none since.
    public func groupTimes() -> [String: Int64?] {
        shared.state.withLock { state in
            var times: [String: Int64?] = [:]
            for name in state.groups.keys { times[name] = .some(state.groupTimes[name]) }
            return times
        }
    }

    /// The log's clock, in µs since 1970.
    public func now() -> Int64 { shared.environment.now() }

    /// Groups whose unread records outlive retention.
    public func protectedGroups() -> Set<String> {
        Set(([retention.protection] + topics().map { retention(topic: $0.name)?.protection }).compactMap { $0?.group })
    }

    /// Whether a group has offsets.
    public func hasGroup(_ group: String) -> Bool { shared.state.withLock { $0.groups[group] != nil } }

    /// How many groups have offsets.
    public var groupCount: Int { shared.state.withLock { $0.groups.count } }

    /// Names of all groups with offsets, sorted.
    public func groups() -> [String] { shared.state.withLock { $0.groups.keys.sorted() } }

    private func notFound(_ what: String) -> CommitLogError {
        CommitLogError(.notFound, what, remedy: "list them with `leat topics list` or `leat groups list`")
    }

    private func tooLong(_ what: String) -> CommitLogError {
        CommitLogError(.invalidArgument, "\(what) is over \(GroupOffset.textBytesMax) bytes", remedy: "shorten it")
    }
}
