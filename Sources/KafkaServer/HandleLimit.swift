import Glibc

/// How many files and sockets the process may have open.
public enum HandleLimit {
    /// Handles that are no connections of Kafka clients: the log's files, HTTP, sources, the process's own.
    public static let others = 512

    /// What so many connections need.
    public static func needed(connectionsMax: Int) -> Int { connectionsMax + others }

    /// What the process could have at most: the hard limit.
    public static var hard: Int { Int(clamping: current.rlim_max) }

    /// Raises the process's own limit as far as it is needed and allowed.
    /// - Returns: the limit from now on.
    @discardableResult
    public static func raise(to needed: Int) -> Int {
        var limit = current
        guard Int(clamping: limit.rlim_cur) < needed else { return Int(clamping: limit.rlim_cur) }
        limit.rlim_cur = min(rlim_t(max(needed, 0)), limit.rlim_max)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: current.rlim_cur)
    }

    /// What to do about a limit that is too low.
    public static func remedy(connectionsMax: Int) -> String {
        "raise the limit of open files to \(needed(connectionsMax: connectionsMax)) "
            + "(`ulimit -n`, LimitNOFILE= of systemd), or lower `connections_max`"
    }

    private static var current: rlimit {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return limit
    }
}
