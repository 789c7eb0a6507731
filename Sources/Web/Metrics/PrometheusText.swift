/// The text format that Prometheus scrapes (exposition format 0.0.4): seconds, bytes, counters ending in `_total`.
/// A series that cannot be filled truly is left out.
struct PrometheusText {
    private(set) var text = ""
    private var leftOut: [(family: String, count: Int)] = []

    /// Series of one family with a label that users choose (topic, group): more are left out and counted.
    static let seriesMax = 10_000
    /// The same with partitions.
    static let partitionSeriesMax = 100_000

    /// - Parameters:
    ///   - stages: how long the stages took.
    ///   - views: whether each view is at work.
    ///   - withPartitions: also a series for each partition.
    static func of(
        _ status: LeatStatus, stages: [StageDelays] = [], views: [String: Bool] = [:], withPartitions: Bool = false
    ) -> String {
        var writer = PrometheusText()
        writer.sources(status.sources)
        writer.stages(status, stages)
        writer.queue(status.queue)
        writer.topics(status.topics)
        if withPartitions { writer.partitions(status.topics) }
        writer.groups(status.groups)
        if let recordsOut = status.recordsOut {
            writer.single("leat_read_records_total", "counter", "Records given to consumers.", recordsOut)
        }
        writer.family("leat_view_up", "gauge", "1 while a view follows the queue.")
        for (view, isUp) in views.sorted(by: { $0.key < $1.key }) {
            writer.sample("leat_view_up", ["view": view], isUp ? 1 : 0)
        }
        writer.single(
            "leat_start_time_seconds", "gauge", "When the process began, in seconds since 1970.",
            Double(status.startedMilliseconds) / 1000)
        writer.family("leat_info", "gauge", "The running version.")
        writer.sample("leat_info", ["version": status.version], 1)
        writer.tellLeftOut()
        return writer.text
    }

    private mutating func tellLeftOut() {
        family("leat_metrics_left_out", "gauge", "Series that are not told because there are too many.")
        for (family, count) in leftOut { sample("leat_metrics_left_out", ["family": family], count) }
    }

    // MARK: - The format

    /// Those of a family that are told, and notes how many are not.
    mutating func bounded<Element>(_ all: [Element], _ family: String, max: Int = seriesMax) -> ArraySlice<Element> {
        if all.count > max { leftOut.append((family, all.count - max)) }
        return all.prefix(max)
    }

    mutating func single(_ name: String, _ type: String, _ help: String, _ value: some CustomStringConvertible) {
        family(name, type, help)
        sample(name, [:], value)
    }

    mutating func family(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(
        _ name: String, _ labels: KeyValuePairs<String, String>, _ value: some CustomStringConvertible
    ) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    /// - Parameter labels: in front of `le`, as `stage="fsync"`; empty for none.
    mutating func histogram(_ name: String, _ labels: [(String, String)], _ delays: DelayHistogram) {
        let shown = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        let (before, alone) = shown.isEmpty ? ("", "") : (shown + ",", "{\(shown)}")
        var total: Int64 = 0
        for (bound, count) in zip(delays.boundsSeconds, delays.counts) {
            total += count
            text += "\(name)_bucket{\(before)le=\"\(bound)\"} \(total)\n"
        }
        total += delays.counts.dropFirst(delays.boundsSeconds.count).reduce(0, +)
        text += "\(name)_bucket{\(before)le=\"+Inf\"} \(total)\n"
        text += "\(name)_sum\(alone) \(delays.sumSeconds)\n\(name)_count\(alone) \(total)\n"
    }

    private static func escaped(_ label: String) -> String {
        guard label.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return label }
        var result = ""
        for character in label {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
        return result
    }
}
