/// Names the one stage that makes a source late, from what is observed a few times a second. A stage is named when it
/// was the cause for a while, and forgotten when nothing has been late for longer: it does not flap.
struct StageJudge: Sendable {
    /// The stage that is named now.
    private(set) var verdict: StageVerdict?
    private var candidate: SourceStage?
    private var candidateSince: Int64 = 0
    private var calmSince: Int64?

    /// Time for which a stage has to be the cause before it is named: first, and in place of another one.
    private static let nameAfter: Int64 = 500_000
    private static let renameAfter: Int64 = 1_500_000
    /// Time without a cause after which none is named.
    private static let clearAfter: Int64 = 2_000_000

    /// Takes one observation. Call it about four times a second.
    mutating func take(_ observation: StageObservation) {
        guard let cause = StageCause.of(observation) else {
            candidate = nil
            let since = calmSince ?? observation.now
            calmSince = since
            if observation.now - since >= Self.clearAfter { verdict = nil }
            return
        }
        calmSince = nil
        if candidate != cause.stage {
            candidate = cause.stage
            candidateSince = observation.now
        }
        let age = observation.now - candidateSince
        if cause.stage == verdict?.stage || age >= (verdict == nil ? Self.nameAfter : Self.renameAfter) {
            verdict = cause
        }
    }
}
