extension PrometheusText {
    mutating func sources(_ sources: [SourceStatus]) {
        gauge("leat_source_up", "1 while changes stream from the source.", sources) { $0.state == "streaming" ? 1 : 0 }
        gauge("leat_source_lag_seconds", "How far the queue is behind the source.", sources) { $0.lagSeconds }
        gauge("leat_source_lag_bytes", "Bytes of binlog that the server has and the queue has not.", sources) {
            $0.lagBytes.map { Double($0) }
        }
        gauge("leat_binlog_runway_seconds", "Time until the server purges binlog that is still needed.", sources) {
            $0.runwaySeconds
        }
        gauge("leat_source_clock_offset_seconds", "The server's clock minus ours.", sources) { $0.clockOffsetSeconds }
        counter("leat_source_rows_total", "Row changes carried.", sources) { $0.rows }
        counter("leat_source_transactions_total", "Transactions carried.", sources) { $0.transactions }
        counter("leat_source_read_bytes_total", "Bytes read from the source.", sources) { $0.bytes }
        counter("leat_source_reconnects_total", "Connections to the source that were lost.", sources) { $0.reconnects }
        let failuresHelp = "Events of the source whose checksum was wrong."
        counter("leat_source_checksum_failures_total", failuresHelp, sources) { $0.checksumFailures }
        family("leat_source_notices_total", "counter", "What was not carried as it is, by what it is.")
        for source in sources {
            for (kind, count) in source.notices.sorted(by: { $0.key < $1.key }) {
                sample("leat_source_notices_total", ["source": source.name, "kind": kind], count)
            }
        }
    }

    private mutating func gauge(
        _ name: String, _ help: String, _ sources: [SourceStatus], _ value: (SourceStatus) -> Double?
    ) {
        family(name, "gauge", help)
        for source in sources {
            guard let value = value(source) else { continue }
            if value == value.rounded(), abs(value) < 1e15 {
                sample(name, ["source": source.name], Int64(value))
            } else {
                sample(name, ["source": source.name], value)
            }
        }
    }

    private mutating func counter(
        _ name: String, _ help: String, _ sources: [SourceStatus], _ value: (SourceStatus) -> Int64
    ) {
        family(name, "counter", help)
        for source in sources { sample(name, ["source": source.name], value(source)) }
    }
}
