extension PrometheusText {
    /// The stages in the order of the data's way; `consumer` is never a single source's.
    private static let stages = ["source", "network", "decode", "append", "fsync", "consumer"]

    mutating func stages(_ status: LeatStatus, _ delays: [StageDelays]) {
        family("leat_source_stage", "gauge", "1 for the stage that makes a source late.")
        for source in status.sources {
            for stage in Self.stages.dropLast() {
                let value = source.stage == stage ? 1 : 0
                sample("leat_source_stage", ["source": source.name, "stage": stage], value)
            }
        }
        family("leat_stage", "gauge", "1 for the one stage to look at first.")
        for stage in Self.stages { sample("leat_stage", ["stage": stage], status.stage == stage ? 1 : 0) }
        if let delays = status.queue.commitToVisible { commitToVisible(delays) }
        guard !delays.isEmpty else { return }
        let help = "Time in a stage: network is commit to received, decode to encoded, append to visible; fsync alone."
        family("leat_stage_seconds", "histogram", help)
        for delay in delays {
            let source = delay.source.map { [("source", $0)] } ?? []
            histogram("leat_stage_seconds", source + [("stage", delay.stage)], delay.delays)
        }
    }

    private mutating func commitToVisible(_ delays: DelayHistogram) {
        let name = "leat_commit_to_visible_seconds"
        let what = "From commit at the source to readable in the queue, of the oldest transaction of each frame."
        let clock = "MariaDB tells commits in whole seconds: there up to a second of it, before receipt, is not seen."
        family(name, "histogram", "\(what) \(clock)")
        histogram(name, [], delays)
    }
}
