import CommitLog

/// The last looks at what the threads of a source and the log's writer do, about a second's worth.
struct ActivityLooks: Sendable {
    private struct Look {
        let reader: ThreadActivity
        let decoder: ThreadActivity
        let compressor: ThreadActivity
        let writer: WriterActivity
    }

    private var looks: [Look] = []
    private var next = 0
    private static let looksMax = 20

    mutating func add(_ meter: SourceMeter, writer: WriterActivity) {
        let look = Look(
            reader: meter.reader.load(ordering: .relaxed), decoder: meter.decoder.load(ordering: .relaxed),
            compressor: meter.compressor.load(ordering: .relaxed), writer: writer)
        if looks.count < Self.looksMax { looks.append(look) } else { looks[next] = look }
        next = (next + 1) % Self.looksMax
    }

    var shares: ActivityShares {
        guard !looks.isEmpty else { return ActivityShares() }
        func share(_ matches: (Look) -> Bool) -> Double {
            Double(looks.reduce(0) { $0 + (matches($1) ? 1 : 0) }) / Double(looks.count)
        }
        return ActivityShares(
            readerWaits: share { $0.reader == .waitingForInput },
            readerIsHeldBack: share { $0.reader == .waitingForOutput },
            decoderIsHeldBack: share { $0.decoder == .waitingForOutput },
            compressorIsHeldBack: share { $0.compressor == .waitingForOutput },
            writerSyncs: share { $0.writer == .syncing }, writerWrites: share { $0.writer == .writing })
    }
}
