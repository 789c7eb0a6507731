import CommitLog

/// What `leat log repair` shows before it asks.
struct RepairText {
    private let plan: LogRepair.Plan
    /// Partitions that are named; a log may have very many.
    private static let partitionsMax = 100

    init(_ plan: LogRepair.Plan) { self.plan = plan }

    var text: String {
        let loss = plan.loss
        var lines = [plan.damage.what, "", "Everything from log position \(plan.position) on would be cut off:"]
        lines.append("  \(loss.frames) frames that can be read, with \(loss.records) records")
        if loss.unreadableBytes > 0 {
            lines.append("  \(loss.unreadableBytes) bytes that cannot be read, and whatever records they held")
        }
        if loss.topics > 0 { lines.append("  the creation of \(loss.topics) topics") }
        if loss.groupCommits > 0 { lines.append("  \(loss.groupCommits) commits of consumer groups") }
        for partition in loss.partitions.prefix(Self.partitionsMax) {
            let offsets = partition.offsets
            lines.append("  \(partition.name): offsets \(offsets.lowerBound) to \(offsets.upperBound)")
        }
        if loss.partitions.count > Self.partitionsMax {
            lines.append("  … and \(loss.partitions.count - Self.partitionsMax) more partitions")
        }
        for source in loss.sources { lines.append("  source \(source) goes back to its position before the cut") }
        lines.append("A copy is kept in:")
        lines += plan.copies.map { "  \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
