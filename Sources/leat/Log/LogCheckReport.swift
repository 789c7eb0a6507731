import CommitLog

/// What `leat log check` prints.
struct LogCheckReport: Encodable {
    let directory: String
    let isWell: Bool
    /// The log's identity, which is the Kafka cluster id; nil when the log cannot be read whole.
    let logUuid: String?
    let segments: Int
    let frames: Int
    let framesByKind: [String: Int]
    let batches: Int
    let records: Int
    /// Of large transactions that were broken off and sent again: nobody sees them.
    let deadRecords: Int
    let topics: Int
    let sources: Int
    let endPosition: UInt64
    let lastSequence: UInt64
    let logEpoch: UInt32
    let hasInterruptedWrite: Bool
    let badBatches: Int
    let firstBadPosition: UInt64?
    let what: String?
    let remedy: String?

    init(_ check: LogCheck, directory: String) {
        self.directory = directory
        isWell = check.isWell
        logUuid = check.uuid.map { "\($0)" }
        segments = check.segments
        frames = check.frameCount
        framesByKind = Dictionary(uniqueKeysWithValues: check.frames.map { ("\($0.key)", $0.value) })
        batches = check.batches
        records = check.records
        deadRecords = check.deadRecords
        topics = check.topics
        sources = check.sources
        endPosition = check.endPosition
        lastSequence = check.lastSequence
        logEpoch = check.logEpoch
        hasInterruptedWrite = check.hasInterruptedWrite
        badBatches = check.badBatches
        let batch = check.firstBadBatch
        firstBadPosition = [check.damage?.position, batch?.position].compactMap(\.self).min()
        if let damage = check.damage {
            what = damage.what
            // It was looked at just now.
            remedy =
                damage.code == .corruption
                ? "restore the directory from a copy, or let `leat log repair \(directory)` show what it would cut off"
                : damage.remedy
        } else if let batch {
            let others = check.badBatches > 1 ? " (and \(check.badBatches - 1) more)" : ""
            what =
                "the record batch at position \(batch.position), offset \(batch.baseOffset) of \(batch.partition), "
                + "is wrong: \(batch.why)\(others)"
            remedy = "restore the directory from a copy; `leat log repair` cuts nothing here, the log around it is well"
        } else {
            what = nil
            remedy = nil
        }
    }

    /// The counts, a line each; what is wrong is said on standard error.
    var text: String {
        let kinds = framesByKind.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        var lines = [
            "directory  \(directory)", "log        \(logUuid ?? "-")", "segments   \(segments)",
            "frames     \(frames) (\(kinds))", "batches    \(batches)", "records    \(records)",
            "topics     \(topics)", "sources    \(sources)",
            "end        position \(endPosition), sequence \(lastSequence), log epoch \(logEpoch)",
        ]
        if deadRecords > 0 { lines.append("dead       \(deadRecords) records of transactions that were broken off") }
        if badBatches > 0 { lines.append("wrong      \(badBatches) record batches") }
        if let firstBadPosition { lines.append("first bad  position \(firstBadPosition)") }
        if hasInterruptedWrite {
            lines.append("note       an interrupted write follows the end; `leat run` cuts it off, nothing is lost")
        }
        if isWell { lines.append("well: every checksum and every offset is right") }
        return lines.joined(separator: "\n") + "\n"
    }
}
