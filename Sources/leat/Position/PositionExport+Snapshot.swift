import Bridge
import Bytes
import CommitLog
import Foundation

extension PositionExport {
    /// - Throws: `CommandFailure` while transactions are prepared, or for a position that this version cannot read.
    init(_ snapshot: LogSnapshot, at microseconds: Int64 = UTCTime.now) throws(CommandFailure) {
        if let first = snapshot.prepared.first {
            let more = snapshot.prepared.count == 1 ? "" : " and \(snapshot.prepared.count - 1) more"
            throw CommandFailure(
                "XA transaction \(XAName(bytes: first.xid))\(more) is prepared and not decided: its rows are in "
                    + "the queue alone, and an export does not carry them",
                remedy: "commit or roll back what XA RECOVER lists on the source, let `leat run` read it, then export",
                code: .notWell
            )
        }
        exported = UTCTime.text(microseconds: microseconds)
        leat = LeatVersion.current
        log = Log(
            id: snapshot.uuid.description,
            endPosition: snapshot.endPosition,
            lastSequence: snapshot.lastSequence,
            epoch: snapshot.logEpoch
        )
        var sources: [Source] = []
        for source in snapshot.sources { sources.append(try Source(source)) }
        self.sources = sources
        topics = snapshot.topics.map(Topic.init)
        groups = snapshot.groups.sorted { $0.key < $1.key }.map { name, commits in
            Group(name: name, offsets: commits.map(Offset.init))
        }
    }

    /// - Throws: `CommandFailure` if something in it cannot be.
    func snapshot() throws(CommandFailure) -> LogSnapshot {
        var snapshot = LogSnapshot(
            uuid: try Self.uuid(log.id),
            endPosition: log.endPosition,
            lastSequence: log.lastSequence,
            logEpoch: log.epoch
        )
        for source in sources { snapshot.sources.append(try source.snapshot()) }
        for topic in topics {
            snapshot.topics.append(
                LogSnapshot.Topic(
                    name: topic.name,
                    uuid: try Self.uuid(topic.id),
                    properties: topic.properties,
                    retention: topic.retention.map { TopicRetention(milliseconds: $0.milliseconds, bytes: $0.bytes) },
                    partitions: topic.partitions.map(\.snapshot)
                )
            )
        }
        for group in groups { snapshot.groups[group.name] = group.offsets.map(\.snapshot) }
        return snapshot
    }

    /// 22 characters of URL-safe base64.
    private static func uuid(_ text: String) throws(CommandFailure) -> LogUUID {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/") + "=="
        guard let bytes = Data(base64Encoded: plain), bytes.count == 16 else { throw nonsense("the id `\(text)`") }
        func word(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return LogUUID(high: word(bytes.prefix(8)), low: word(bytes.suffix(8)))
    }

    fileprivate static func nonsense(_ what: String) -> CommandFailure {
        CommandFailure(
            "\(what) in the export makes no sense",
            remedy: "export again with this version of leat, or import with the one that wrote it",
            code: .notWell
        )
    }
}

extension PositionExport.Source {
    fileprivate init(_ source: LogSnapshot.Source) throws(CommandFailure) {
        name = source.name
        if !source.checkpoint.isEmpty {
            checkpoint = PositionExport.Checkpoint(try PositionStore.decode(source.checkpoint, of: source.name))
        }
        if !source.definitions.isEmpty {
            definitions = source.definitions.sorted { $0.key < $1.key }.map {
                PositionExport.Definition(key: $0.key, value: Data($0.value).base64EncodedString())
            }
        }
    }

    fileprivate func snapshot() throws(CommandFailure) -> LogSnapshot.Source {
        var values: [String: [UInt8]] = [:]
        for definition in definitions ?? [] {
            guard let value = Data(base64Encoded: definition.value) else {
                throw PositionExport.nonsense("the definition `\(definition.key)` of source \(name)")
            }
            values[definition.key] = Array(value)
        }
        return LogSnapshot.Source(name: name, checkpoint: try checkpoint?.encoded() ?? [], definitions: values)
    }
}

extension PositionExport.Checkpoint {
    fileprivate init?(_ checkpoint: SourceCheckpoint?) {
        guard let checkpoint else { return nil }
        mode = SourcePlace.name(checkpoint.mode)
        generation = checkpoint.generation
        file = checkpoint.file
        offset = checkpoint.position
        gtid = checkpoint.gtid
        commitMicroseconds = checkpoint.commitMicroseconds
        server = checkpoint.identity
    }

    fileprivate func encoded() throws(CommandFailure) -> [UInt8] {
        let modes: [SourceCheckpoint.Mode] = [.file, .mysqlGTID, .mariadbGTID]
        guard let mode = modes.first(where: { SourcePlace.name($0) == mode }), file.utf8.count <= 0xFFFF,
            server.utf8.count <= 0xFFFF
        else { throw PositionExport.nonsense("the position `\(mode)`") }
        return SourceCheckpoint(
            mode: mode,
            generation: generation,
            file: file,
            position: offset,
            commitMicroseconds: commitMicroseconds,
            identity: server,
            gtid: gtid
        ).encoded
    }
}

extension PositionExport.Topic {
    fileprivate init(_ topic: LogSnapshot.Topic) {
        name = topic.name
        id = topic.uuid.description
        properties = topic.properties
        retention = topic.retention.map { PositionExport.Retention(milliseconds: $0.milliseconds, bytes: $0.bytes) }
        partitions = topic.partitions.map {
            PositionExport.Partition(
                startOffset: $0.startOffset,
                nextOffset: $0.nextOffset,
                maxTimestamp: $0.maxTimestamp == .min ? nil : $0.maxTimestamp,
                leaderEpochs: $0.epochs.map { .init(epoch: $0.epoch, startOffset: $0.startOffset) }
            )
        }
    }
}

extension PositionExport.Partition {
    fileprivate var snapshot: LogSnapshot.Partition {
        LogSnapshot.Partition(
            startOffset: startOffset,
            nextOffset: nextOffset,
            maxTimestamp: maxTimestamp ?? .min,
            epochs: leaderEpochs.map { LeaderEpochStart($0.epoch, from: $0.startOffset) }
        )
    }
}

extension PositionExport.Offset {
    fileprivate init(_ commit: LogSnapshot.Commit) {
        topic = commit.topic
        partition = commit.partition
        offset = commit.offset
        leaderEpoch = commit.leaderEpoch
        metadata = commit.metadata
    }

    fileprivate var snapshot: LogSnapshot.Commit {
        LogSnapshot.Commit(
            topic: topic,
            partition: partition,
            offset: offset,
            leaderEpoch: leaderEpoch,
            metadata: metadata
        )
    }
}
