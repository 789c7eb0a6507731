import CommitLog

/// Remembers how it stood with the queue's disk when a connection began.
struct DiskObservation {
    private let isFull: Bool
    private let times: UInt64

    init(_ log: CommitLog) {
        isFull = log.diskShortage != nil
        times = log.statistics.diskFullTimes
    }

    /// True if the disk has been full at any time since then.
    func wasFull(_ log: CommitLog) -> Bool { isFull || log.statistics.diskFullTimes != times }
}
