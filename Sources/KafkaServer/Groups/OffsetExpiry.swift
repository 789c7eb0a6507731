import CommitLog
import NIOCore

/// Which groups have been without a member for so long that their offsets go.
///
/// A group's last sign of life is in the log: its last commit. One that has members and commits nothing, because
/// nothing new comes, gives another from time to time, so that its offsets outlive a restart in which all are away.
struct OffsetExpiry: Equatable {
    /// Their offsets are deleted.
    var expired: [String] = []
    /// They are noted as alive.
    var alive: [String] = []

    /// - Parameters:
    ///   - times: when each group with offsets gave its last sign of life; nil unknown, which counts from now on.
    ///   - members: groups that have members.
    ///   - protected: groups whose offsets also hold records; they stay.
    init(times: [String: Int64?], members: Set<String>, protected: Set<String>, now: Int64, retention: Int64) {
        for (group, time) in times.sorted(by: { $0.key < $1.key }) where !protected.contains(group) {
            guard let time else {
                alive.append(group)
                continue
            }
            if members.contains(group) {
                if now - time > retention / 10 { alive.append(group) }
            } else if now - time > retention {
                expired.append(group)
            }
        }
    }
}

extension Broker {
    /// Looks at the groups if it is time to, on a reader thread.
    func expireOffsetsIfDue() {
        guard let retention = options.groups.offsetsRetentionMilliseconds else { return }
        let now = GroupService.now()
        let isDue = offsetsCheck.withLock { next in
            guard now >= next else { return false }
            next = now + options.groups.offsetsCheckMilliseconds
            return true
        }
        guard isDue else { return }
        readers.submit { state in
            guard state == .active else { return }
            self.expireOffsets(now: self.log.now(), retentionMicroseconds: retention.multipliedOrMax(by: 1_000))
        }
    }

    func expireOffsets(now: Int64, retentionMicroseconds: Int64) {
        let members = Set(groups.allGroups().map(\.id))
        let expiry = OffsetExpiry(
            times: log.groupTimes(), members: members, protected: log.protectedGroups(), now: now,
            retention: retentionMicroseconds)
        for group in expiry.alive { log.commitOffsets(group: group, entries: []) { _ in } }
        for group in expiry.expired where groups.group(group) == nil {
            logger.notice("group '\(group)' has had no members for longer than its offsets are kept: they are deleted")
            log.deleteGroup(group) { result in
                if case .failure(let error) = result { _ = self.code(for: error, of: group) }
            }
        }
    }
}

extension Int64 {
    fileprivate func multipliedOrMax(by factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
