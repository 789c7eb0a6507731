/// How one connection begins.
struct SessionStart: Sendable {
    let resume: ResumePoint
    var checkpoint: SourceCheckpoint { resume.checkpoint }
    /// Nothing of this source is in the log yet.
    let isFirst: Bool
    /// Every transaction goes to the log by itself (see `SourceBridge.run`).
    let isCareful: Bool
    /// XA transactions that wait in the log for their COMMIT.
    var prepared: Set<XAName> = []
    /// The server's lower_case_table_names is not 0.
    var foldsNames = false
}
