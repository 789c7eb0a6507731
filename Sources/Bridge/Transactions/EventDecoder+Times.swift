extension EventDecoder {
    /// MySQL says when a transaction was committed in microseconds. MariaDB says it in whole seconds, so it was in the
    /// second that follows; and nothing is received before it was committed.
    private static let secondMicroseconds: Int64 = 1_000_000

    /// The current transaction goes into the frame: its moments, for the delay from commit to visible.
    mutating func noteTimes() {
        guard times.isEmpty, group.receivedMicroseconds > 0 else { return }
        var latest = group.latestCommitMicroseconds
        if latest == 0 {
            guard group.commitMicroseconds > 0 else { return }
            latest = group.commitMicroseconds + Self.secondMicroseconds
        }
        let received = group.receivedMicroseconds
        times.add(commit: min(latest - clockOffset, received), received: received)
    }
}
