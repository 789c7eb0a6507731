import ChangeEvents

extension EventDecoder {
    /// Writes the heartbeats of pipelines that want them. Call it between groups, often.
    mutating func beatIfDue() throws(BridgeError) {
        guard heartbeatMilliseconds > 0, isBetweenGroups, output.frames.isEmpty else { return }
        let now = Self.nowMicroseconds() / 1000
        guard now - lastHeartbeat >= Int64(heartbeatMilliseconds) else { return }
        lastHeartbeat = now
        do {
            try tables.appendHeartbeats(milliseconds: now, to: &output)
        } catch { throw BridgeError(error, at: progress.position) }
        progress.touch()
        try submit()
    }
}

extension TableRegistry {
    /// The shortest interval that some pipeline wants; 0 for none.
    var heartbeatMilliseconds: Int { pipelines.map(\.debezium.heartbeatMilliseconds).filter { $0 > 0 }.min() ?? 0 }

    /// One record, whatever the number of pipelines: the topic is the source's.
    func appendHeartbeats(milliseconds: Int64, to output: inout RecordOutput) throws {
        guard let pipeline = pipelines.first(where: { $0.debezium.heartbeatMilliseconds > 0 }) else { return }
        let heartbeat = DebeziumHeartbeat(source: source.name, schemas: pipeline.debezium.schemas)
        output.key.removeAll()
        output.value.removeAll()
        heartbeat.appendKey(into: &output.key)
        heartbeat.appendValue(milliseconds: milliseconds, into: &output.value)
        output.timestampMilliseconds = milliseconds
        let partitions = try partitions(
            ofTopic: "__debezium-heartbeat.\(source.name)", count: 1, key: "serverName", format: "debezium")
        try output.append(to: partitions, key: output.key.bytes, value: output.value.bytes)
    }
}
