import Bridge
import ChangeEvents
import CommitLog
import KafkaServer
import LeatConfiguration
import MySQLSource
import RecordBatch

// The configuration in the words of each stage. No stage knows the configuration.

extension SourceConfiguration {
    /// How the server is reached.
    var sourceOptions: SourceOptions {
        var tlsOptions = TLSOptions(mode: TLSMode(tls.mode))
        tlsOptions.authorityFile = tls.ca
        tlsOptions.certificateFile = tls.certificate
        tlsOptions.keyFile = tls.key
        var options = SourceOptions(
            name: name,
            host: host,
            port: UInt16(clamping: port),
            user: user,
            password: password,
            tls: tlsOptions,
            serverId: serverID.map { .fixed($0) } ?? .automatic
        )
        options.heartbeatMilliseconds = heartbeatInterval.milliseconds
        options.connectTimeoutSeconds = connectTimeout.wholeSeconds
        options.readTimeoutSeconds = readTimeout.wholeSeconds
        options.writeTimeoutSeconds = writeTimeout.wholeSeconds
        options.netWriteTimeoutSeconds = netWriteTimeout.wholeSeconds
        options.packetBytesMax = packetBytesMax
        return options
    }

    /// How the source reaches the queue.
    ///
    /// - Throws: `CommandFailure` for what only the router can judge.
    func bridgeOptions(_ queue: QueueConfiguration) throws -> SourceBridgeOptions {
        var options = SourceBridgeOptions(
            source: sourceOptions,
            start: StartPosition(start),
            pipelines: try pipelines.map { try SourcePipeline($0, source: name) },
            compression: Compression(name: queue.compression.rawValue) ?? .lz4,
            version: LeatVersion.current
        )
        options.recordBytesMax = queue.recordBytesMax
        options.bufferBytesMax = bufferBytesMax
        options.backoff = ReconnectBackoff(
            firstMilliseconds: retryIntervalMin.milliseconds, capMilliseconds: retryIntervalMax.milliseconds)
        options.transactionBytesMax = transactionBytesMax
        options.chainPartBytes = chainPartBytes
        options.stashBytesMax = stashBytesMax
        options.skipsStatements = statementEvents == .skip
        return options
    }
}

extension TLSMode {
    init(_ mode: SourceTLSMode) {
        switch mode {
        case .disabled: self = .disabled
        case .preferred: self = .preferred
        case .required: self = .required
        case .verifyCA: self = .verifyCA
        case .verifyIdentity: self = .verifyIdentity
        }
    }
}

extension StartPosition {
    init(_ start: StartPlace) {
        switch start {
        case .earliest: self = .earliest
        case .latest: self = .latest
        case .gtid(let set): self = .gtid(set)
        case .file(let name, let position): self = .file(name, position)
        }
    }
}

extension DebeziumOptions {
    init(_ options: DebeziumConfiguration) {
        self.init()
        switch options.decimal {
        case .string: decimal = .string
        case .precise: decimal = .precise
        case .double: decimal = .double
        }
        switch options.bigintUnsigned {
        case .exact: bigintUnsigned = .exact
        case .long: bigintUnsigned = .long
        case .precise: bigintUnsigned = .precise
        }
        switch options.time {
        case .adaptive: time = .adaptive
        case .adaptiveTimeMicroseconds: time = .adaptiveTimeMicroseconds
        case .connect: time = .connect
        case .isostring: time = .isostring
        case .microseconds: time = .microseconds
        case .nanoseconds: time = .nanoseconds
        }
        switch options.binary {
        case .base64: binary = .base64
        case .base64URLSafe: binary = .base64URLSafe
        case .hex: binary = .hex
        case .bytes: binary = .bytes
        }
        switch options.zeroDate {
        case .null: zeroDate = .null
        }
        switch options.json {
        case .compact: document = .compact
        case .server: document = .server
        }
        tombstones = options.tombstones
        schemas = options.schemas
        replacesNullWithDefault = options.replaceNullWithDefault
        includesQuery = options.includeQuery
        transactionMetadata = options.transactionMetadata
        schemaChanges = options.schemaChanges
        heartbeatMilliseconds = options.heartbeatInterval.milliseconds
        skipsTruncate = options.skipped == .truncate
    }
}

extension QueueConfiguration {
    /// How the log lies on disk.
    var logConfiguration: CommitLogConfiguration {
        let durability: Durability =
            switch self.durability {
            case .fsync: .fsync
            case .interval(let interval): .interval(milliseconds: interval.milliseconds)
            case .os: .os
            }
        var options = CommitLogConfiguration(
            directory: directory,
            durability: durability,
            segmentBytes: segmentBytes,
            queueBytesMax: queueBytesMax,
            controlQueueBytesMax: controlQueueBytesMax,
            preallocateBytesMax: preallocateBytesMax,
            partitionsMax: partitionsMax,
            preparedBytesMax: preparedBytesMax,
            reserveBytes: CommitLogConfiguration.reserveBytesUsual
        )
        options.relocationBytesPerSecond = relocationBytesPerSecond
        options.scrubBytesPerSecond = scrubBytesPerSecond
        return options
    }
}

extension KafkaConfiguration {
    /// How Kafka clients are served.
    var serverOptions: KafkaServer.Options {
        var options = KafkaServer.Options(
            listeners: listeners.map { listener in
                KafkaServer.Listener(
                    host: listener.listen.host,
                    port: listener.listen.port,
                    advertisedHost: listener.advertise?.host,
                    advertisedPort: listener.advertise?.port,
                    tls: listener.tls,
                    mechanisms: listener.sasl
                )
            }
        )
        options.connectionsMax = connectionsMax
        options.requestBytesMax = requestBytesMax
        options.fetchBytesMax = fetchBytesMax
        options.responseBytesMax = responseBytesMax
        options.responseBuffersBytesMax = responseBuffersMax
        options.timeSearchBytesMax = timeSearchBytesMax
        options.fetchSessions.sessionsMax = fetchSessionsMax
        options.fetchSessions.partitionsMax = fetchSessionPartitionsMax
        options.idleSecondsMax = idleTimeout.wholeSeconds
        options.groups.groupsMax = groupsMax
        options.autoCreatesTopics = autoCreateTopics
        options.autoCreatePartitions = autoCreatePartitions
        options.groups.membersMax = groupMembersMax
        options.groups.offsetGroupsMax = groupOffsetsMax
        options.groups.joinDelayMilliseconds = Int64(groupJoinDelay.milliseconds)
        switch offsetsRetention {
        case .limited(let time): options.groups.offsetsRetentionMilliseconds = Int64(time.milliseconds)
        case .unlimited: options.groups.offsetsRetentionMilliseconds = nil
        }
        return options
    }
}

extension Duration {
    /// Whole seconds, rounded up, at least one.
    fileprivate var wholeSeconds: Int { max(1, (milliseconds + 999) / 1000) }
}

extension QueueConfiguration {
    /// Where views store their states.
    var viewsDirectory: String { "\(directory)/views" }
}
