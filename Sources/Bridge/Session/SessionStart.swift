/// How one connection begins.
struct SessionStart: Sendable {
    let checkpoint: SourceCheckpoint
    /// Nothing of this source is in the log yet.
    let isFirst: Bool
    /// Every transaction goes to the log by itself (see `SourceBridge.run`).
    let isCareful: Bool
    /// XA transactions that wait in the log for their COMMIT.
    var prepared: Set<XAName> = []
}
