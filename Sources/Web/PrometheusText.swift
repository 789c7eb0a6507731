/// The text format that Prometheus scrapes (exposition format 0.0.4): seconds, bytes, counters ending in `_total`.
/// A series that cannot be filled truly is left out.
struct PrometheusText {
    private var text = ""

    static func of(_ status: LeatStatus) -> String {
        var writer = PrometheusText()
        writer.sources(status.sources)
        writer.queue(status.queue)
        writer.family("leat_topic_records", "gauge", "Records of a topic that can be read.")
        for topic in status.topics { writer.sample("leat_topic_records", ["topic": topic.name], topic.records) }
        writer.family("leat_topic_bytes", "gauge", "Bytes of these records in the log.")
        for topic in status.topics { writer.sample("leat_topic_bytes", ["topic": topic.name], topic.bytes) }
        writer.family("leat_consumergroup_lag", "gauge", "Records that a consumer group has not confirmed as read.")
        for group in status.groups {
            for topic in group.topics ?? [] {
                writer.sample("leat_consumergroup_lag", ["group": group.name, "topic": topic.topic], topic.lag)
            }
        }
        writer.family("leat_consumergroup_members", "gauge", "Consumers of a group.")
        for group in status.groups {
            writer.sample("leat_consumergroup_members", ["group": group.name], group.memberCount)
        }
        writer.family("leat_start_time_seconds", "gauge", "When the process began, in seconds since 1970.")
        writer.sample("leat_start_time_seconds", [:], Double(status.startedMilliseconds) / 1000)
        writer.family("leat_info", "gauge", "The running version.")
        writer.sample("leat_info", ["version": status.version], 1)
        return writer.text
    }

    private mutating func sources(_ sources: [SourceStatus]) {
        family("leat_source_up", "gauge", "1 while changes stream from the source.")
        for source in sources { sample("leat_source_up", ["source": source.name], source.state == "streaming" ? 1 : 0) }
        family("leat_source_lag_seconds", "gauge", "How far the queue is behind the source.")
        for source in sources {
            if let lag = source.lagSeconds { sample("leat_source_lag_seconds", ["source": source.name], lag) }
        }
        family("leat_source_rows_total", "counter", "Row changes carried.")
        for source in sources { sample("leat_source_rows_total", ["source": source.name], source.rows) }
        family("leat_source_transactions_total", "counter", "Transactions carried.")
        for source in sources { sample("leat_source_transactions_total", ["source": source.name], source.transactions) }
        family("leat_source_read_bytes_total", "counter", "Bytes read from the source.")
        for source in sources { sample("leat_source_read_bytes_total", ["source": source.name], source.bytes) }
        family("leat_source_reconnects_total", "counter", "Connections to the source that were lost.")
        for source in sources { sample("leat_source_reconnects_total", ["source": source.name], source.reconnects) }
        family("leat_source_notices_total", "counter", "What was not carried as it is, by what it is.")
        for source in sources {
            for (kind, count) in source.notices.sorted(by: { $0.key < $1.key }) {
                sample("leat_source_notices_total", ["source": source.name, "kind": kind], count)
            }
        }
    }

    private mutating func queue(_ queue: QueueStatus) {
        single("leat_queue_records_total", "counter", "Records written to the log.", queue.records)
        single("leat_queue_written_bytes_total", "counter", "Bytes written to the log.", queue.bytes)
        single("leat_queue_waiting_bytes", "gauge", "Bytes that wait for the disk.", queue.waitingBytes)
        single("leat_queue_segments", "gauge", "Files of the log.", queue.segments)
        single("leat_queue_syncs_total", "counter", "fdatasync calls.", queue.syncs)
        single("leat_queue_sync_seconds_total", "counter", "Time spent in fdatasync.", queue.syncSeconds)
        single("leat_queue_writable", "gauge", "1 while the log takes writes.", queue.isWritable ? 1 : 0)
        single("leat_log_disk_full", "gauge", "1 while records wait for space on the disk.", queue.isDiskFull ? 1 : 0)
        let reserveHelp = "Bytes set aside for offsets and retention on a full disk."
        single("leat_queue_reserve_bytes", "gauge", reserveHelp, queue.reserveBytes)
        if let free = queue.diskFreeBytes {
            single("leat_queue_disk_free_bytes", "gauge", "Bytes free on the log's file system.", free)
        }
        space(queue.space)
        if let delays = queue.commitToVisible { histogram(delays) }
    }

    private mutating func space(_ space: SpaceStatus) {
        single("leat_log_deleted_segments_total", "counter", "Files deleted by retention.", space.deletedSegments)
        single("leat_log_deleted_bytes_total", "counter", "Bytes of these files.", space.deletedBytes)
        let relocatedHelp = "Bytes copied out of nearly dead files."
        single("leat_log_relocated_bytes_total", "counter", relocatedHelp, space.relocatedBytes)
        let protectedHelp = "Bytes kept beyond retention for groups that have not read them."
        single("leat_log_protected_bytes", "gauge", protectedHelp, space.protectedBytes)
        let lostHelp = "Bytes deleted though a protected group had not read them."
        single("leat_log_protected_lost_bytes_total", "counter", lostHelp, space.protectedLostBytes)
        single("leat_log_scrubbed_bytes_total", "counter", "Bytes of old files verified.", space.scrubbedBytes)
        single("leat_log_damaged_frames", "gauge", "Damaged places found in old files.", space.damagedFrames)
    }

    private mutating func histogram(_ delays: DelayHistogram) {
        let name = "leat_commit_to_visible_seconds"
        family(name, "histogram", "From commit at the source to readable in the queue.")
        var total: Int64 = 0
        for (bound, count) in zip(delays.boundsSeconds, delays.counts) {
            total += count
            sample("\(name)_bucket", ["le": "\(bound)"], total)
        }
        total += delays.counts.dropFirst(delays.boundsSeconds.count).reduce(0, +)
        sample("\(name)_bucket", ["le": "+Inf"], total)
        sample("\(name)_sum", [:], delays.sumSeconds)
        sample("\(name)_count", [:], total)
    }

    private mutating func single(
        _ name: String,
        _ type: String,
        _ help: String,
        _ value: some CustomStringConvertible
    ) {
        family(name, type, help)
        sample(name, [:], value)
    }

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func sample(
        _ name: String,
        _ labels: KeyValuePairs<String, String>,
        _ value: some CustomStringConvertible
    ) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    private static func escaped(_ label: String) -> String {
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
