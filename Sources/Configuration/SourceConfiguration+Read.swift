extension SourceConfiguration {
    /// Reads one entry of `sources:`; nil when it has no usable name.
    init?(_ section: Section) {
        let name = section.required("name", remedy: "give the source a name: it is the first part of its topics")
            .flatMap { field in field.text().flatMap { Self.checkedName($0, field) } }
        self.init(name: name ?? "")
        host = section.text("host", default: host)
        port = section.integer("port", default: port, in: 1...65535)
        user = section.text("user", default: user)
        password = section.anyText("password", default: password)
        tls = SourceTLS(section)
        serverID = section.value("server_id", default: nil, expected: "auto or a number from 1 to 4294967295") {
            $0 == "auto" ? .some(nil) : UInt32($0).flatMap { $0 > 0 ? .some($0) : nil }
        }
        start = StartPlace(section["start"])
        readTimesAndLimits(section)
        pipelines = Self.pipelines(section)
        section.notYet("snapshot", "semi_sync", "large_values")
        section.finish()
        if name == nil { return nil }
    }

    private mutating func readTimesAndLimits(_ section: Section) {
        connectTimeout = section.duration("connect_timeout", default: connectTimeout, in: .seconds(1)...(.seconds(300)))
        heartbeatInterval = section.duration(
            "heartbeat_interval",
            default: heartbeatInterval,
            in: .milliseconds(100)...(.seconds(300))
        )
        readTimeout = section.duration("read_timeout", default: readTimeout, in: .seconds(1)...(.seconds(3600)))
        writeTimeout = section.duration("write_timeout", default: writeTimeout, in: .seconds(1)...(.seconds(3600)))
        netWriteTimeout = section.duration(
            "net_write_timeout",
            default: netWriteTimeout,
            in: .seconds(1)...(.seconds(31_536_000))
        )
        retryIntervalMin = section.duration(
            "retry_interval_min",
            default: retryIntervalMin,
            in: .milliseconds(10)...(.seconds(3600))
        )
        retryIntervalMax = section.duration(
            "retry_interval_max",
            default: retryIntervalMax,
            in: .milliseconds(10)...(.seconds(3600))
        )
        packetBytesMax = section.bytes("packet_bytes_max", default: packetBytesMax, in: (1 << 20)...(1 << 30))
        bufferBytesMax = section.bytes("buffer_bytes_max", default: bufferBytesMax, in: (1 << 20)...(1 << 30))
        transactionBytesMax = section.bytes(
            "transaction_bytes_max",
            default: transactionBytesMax,
            in: (1 << 20)...(1 << 50)
        )
        chainPartBytes = section.bytes("chain_part_bytes", default: chainPartBytes, in: (64 << 10)...(64 << 20))
        stashBytesMax = section.bytes("stash_bytes_max", default: stashBytesMax, in: (1 << 20)...(1 << 40))
        statementEvents = section.choice("statement_events", default: statementEvents)
        if readTimeout <= heartbeatInterval {
            section.field.report(
                "`\(section.field.path)`: read_timeout \(DurationText.text(readTimeout)) is not longer than "
                    + "heartbeat_interval \(DurationText.text(heartbeatInterval)), so an idle source would seem lost",
                remedy: "make read_timeout several heartbeats long"
            )
        }
    }

    private static func checkedName(_ name: String, _ field: Field) -> String? {
        if name == "view" {
            field.report("`\(field.path)` is `view`, which is reserved for views", remedy: "choose another name")
            return nil
        }
        guard TopicName.isLegal(name), name.utf8.count <= 100 else {
            field.report(
                "`\(field.path)` is `\(field.written)`, which cannot begin a topic's name",
                remedy: "use up to 100 letters, digits, `.`, `_` and `-`"
            )
            return nil
        }
        return name
    }

    private static func pipelines(_ section: Section) -> [PipelineConfiguration] {
        let remedy = "name the pipeline files that say what is captured: pipelines: [pipelines/notify.yaml]"
        guard let field = section.required("pipelines", remedy: remedy), let items = field.items() else { return [] }
        if items.isEmpty { field.report("`\(field.path)` is empty", remedy: remedy) }
        var pipelines: [PipelineConfiguration] = []
        for item in items {
            guard let path = item.text(), let pipeline = PipelineConfiguration(path: path, namedBy: item) else {
                continue
            }
            if pipelines.contains(where: { $0.name == pipeline.name }) {
                item.report(
                    "two pipelines of this source are named `\(pipeline.name)`",
                    remedy: "give each a name of its own"
                )
            }
            pipelines.append(pipeline)
        }
        return pipelines
    }
}

extension SourceTLS {
    /// Reads `tls`, `ca`, `cert` and `key` of a source.
    init(_ section: Section) {
        mode = section.choice("tls", default: mode)
        ca = section.text("ca")
        certificate = section.text("cert")
        key = section.text("key")
        for (name, path) in [("ca", ca), ("cert", certificate), ("key", key)] {
            guard let path, !TextFile.exists(path) else { continue }
            section[name]?.report("`\(name)` names \(path): there is no such file", remedy: "check the path")
        }
        if (certificate == nil) != (key == nil) {
            section.field.report(
                "`\(section.field.path)` has only one of `cert` and `key`",
                remedy: "give both, or neither"
            )
        }
    }
}

extension StartPlace {
    /// Reads `start`; the default when it is missing or wrong.
    init(_ field: Field?) {
        self = .earliest
        guard let field, let text = field.text() else { return }
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        let rest = text[colon...].dropFirst()
        switch (text[..<colon], rest.isEmpty) {
        case ("earliest", _) where text == "earliest": self = .earliest
        case ("latest", _) where text == "latest": self = .latest
        case ("gtid", false): self = .gtid(String(rest))
        case ("time", _):
            field.reportNotYet("`start: time:…`", instead: "use earliest, latest, gtid:<set> or file:<name>:<position>")
        case ("file", false):
            guard let separator = rest.lastIndex(of: ":"), separator != rest.startIndex,
                let position = UInt64(rest[rest.index(after: separator)...]), position >= 4
            else { fallthrough }
            self = .file(String(rest[..<separator]), position: position)
        default:
            field.report(
                "`\(field.path)` is `\(field.written)`, which is no position",
                remedy: "write earliest, latest, gtid:<set> or file:<name>:<position from 4>"
            )
        }
    }
}
