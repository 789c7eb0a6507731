import Bytes

/// Body of a STATE frame: sections, each `tag u16, version u16, length u32, bytes`, little-endian, ordered by tag.
///
///     1 sources      count u32; each: id u32, name, merged checkpoint (u32 length, bytes)
///     2 topics       count u32; each as in a TOPIC frame. Version 2, when topics were deleted or have grown:
///                    next topic number u32, next partition number u32 before them
///     3 partitions   count u32; of deleted topics there are none; each: id u32, flags u32 (0), nextOffset i64, startOffset i64,
///                    maxTimestamp i64 (running), epochs u32, (epoch i32, startOffset i64) each
///     4 groups       count u32; each: name, count u32, offsets as in a GROUP frame
///     5 schemas      count u32; each: source id u32, count u32, definitions as in a SCHEMA frame; absent when empty
///     6, 8           reserved: pipelines, –
///     7 open chain   as `OpenChain` draws it; absent when there is none
///     9 producers    as `ProducerStates` draws it; absent when there are none
///     10 space       see `SpaceState`; absent when empty
///     11 group times as `LogState+GroupTimes` draws it; absent when there are none
///
/// Prepared transactions follow the first STATE of a segment in PREPARED frames: they may be large.
enum StateSection: UInt16, CaseIterable {
    case sources = 1, topics, partitions, groups, schemas
    case chain = 7
    case producers = 9
    case space = 10
    case groupTimes = 11
    static let version: UInt16 = 1
}

extension LogState {
    func write(into writer: inout ByteWriter) {
        for section in StateSection.allCases {
            // Older versions read a log that never needed this section.
            if section == .schemas, definitions.isEmpty { continue }
            if section == .chain, chain == nil { continue }
            if section == .producers, producers.isEmpty { continue }
            if section == .space, !hasSpace { continue }
            if section == .groupTimes, !keepsGroupTimes || groupTimes.isEmpty { continue }
            let version = section == .topics && needsTopicNumbers ? 2 : StateSection.version
            writer.appendLE(section.rawValue)
            writer.appendLE(version)
            let lengthAt = writer.count
            writer.appendLE(0 as UInt32)
            if version == 2 { writeTopicNumbers(into: &writer) }
            write(section, into: &writer)
            writer.patchLE(UInt32(writer.count - lengthAt - 4), at: lengthAt)
        }
    }

    private func write(_ section: StateSection, into writer: inout ByteWriter) {
        switch section {
        case .sources:
            writer.appendLE(UInt32(sources.count))
            for source in sources {
                source.write(into: &writer)
                writer.appendLong(source.state)
            }
        case .topics:
            writer.appendLE(UInt32(topics.count))
            for topic in topics { topic.write(into: &writer) }
        case .partitions:
            let countAt = writer.count
            var count: UInt32 = 0
            writer.appendLE(count)
            for (id, partition) in partitions.enumerated() {
                let living = partition.index.withLock {
                    $0.isDeleted ? nil : ($0.highWatermark, $0.logStartOffset, $0.maxTimestamp, $0.epochs)
                }
                guard let index = living else { continue }
                count += 1
                writer.appendLE(PartitionID(id))
                writer.appendLE(0 as UInt32)
                writer.appendLE(index.0)
                writer.appendLE(index.1)
                writer.appendLE(index.2)
                writer.appendLE(UInt32(index.3.count))
                for epoch in index.3 {
                    writer.appendLE(epoch.epoch)
                    writer.appendLE(epoch.startOffset)
                }
            }
            writer.patchLE(count, at: countAt)
        case .groups:
            writer.appendLE(UInt32(groups.count))
            for (name, offsets) in groups.sorted(by: { $0.key < $1.key }) {
                writer.appendShort(name)
                writer.appendLE(UInt32(offsets.count))
                for offset in offsets.values.sorted(by: { $0.partition < $1.partition }) { offset.write(into: &writer) }
            }
        case .schemas:
            writer.appendLE(UInt32(definitions.count))
            for (source, values) in definitions.sorted(by: { $0.key < $1.key }) {
                writer.appendLE(source)
                writer.appendLE(UInt32(values.count))
                for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                    writer.appendShort(key)
                    writer.appendLong(value)
                }
            }
        case .chain: chain?.write(into: &writer)
        case .producers: producers.write(into: &writer)
        case .space: writeSpace(into: &writer)
        case .groupTimes: writeGroupTimes(into: &writer)
        }
    }

    /// Reads a STATE body into an empty state. Partitions have no batches then, but know their next offsets.
    init(stateBody cursor: inout ByteCursor) throws(StateBodyError) {
        self.init()
        do {
            while !cursor.isAtEnd {
                let tag = try cursor.u16le()
                let version = try cursor.u16le()
                let length = Int(try cursor.u32le())
                let section = StateSection(rawValue: tag)
                guard let section, version == StateSection.version || section == .topics && version == 2 else {
                    throw StateBodyError.unknownSection(tag: tag, version: version)
                }
                var body = ByteCursor(try cursor.bytes(length))
                if version == 2 { try readTopics(&body) } else { try read(section, from: &body) }
                guard body.isAtEnd else { throw BytesError.malformed("bytes after a section's end", at: cursor.offset) }
            }
        } catch let error as StateBodyError {
            throw error
        } catch let error as BytesError {
            throw .malformed(error)
        } catch {
            throw .malformed(.malformed("unreadable state", at: cursor.offset))
        }
    }

    private mutating func read(_ section: StateSection, from body: inout ByteCursor) throws(BytesError) {
        switch section {
        case .sources:
            for _ in 0..<(try body.count32(ofSize: 10)) {
                var source = try SourceRecord(&body)
                source.state = try body.longBytes()
                try add(source)
            }
        case .topics:
            for _ in 0..<(try body.count32(ofSize: 30)) { try add(try TopicDefinition(&body)) }
        case .partitions:
            for _ in 0..<(try body.count32(ofSize: 36)) {
                let id = try body.u32le()
                try body.skip(4)
                var index = PartitionIndex()
                index.highWatermark = try body.i64le()
                index.logStartOffset = try body.i64le()
                index.maxTimestamp = try body.i64le()
                index.epochs = []
                for _ in 0..<(try body.count32(ofSize: 12)) {
                    let epoch = try body.i32le()
                    index.epochs.append(LeaderEpochStart(epoch: epoch, startOffset: try body.i64le()))
                }
                try setPartition(id, index)
            }
        case .groups:
            for _ in 0..<(try body.count32(ofSize: 6)) {
                let name = try body.shortString()
                var offsets: [GroupOffset] = []
                for _ in 0..<(try body.count32(ofSize: 18)) { offsets.append(try GroupOffset(&body)) }
                apply(.commit(group: name, offsets))
            }
        case .schemas:
            for _ in 0..<(try body.count32(ofSize: 8)) {
                let source = try body.u32le()
                var values: [(key: String, value: [UInt8])] = []
                for _ in 0..<(try body.count32(ofSize: 6)) {
                    values.append((try body.shortString(), try body.longBytes()))
                }
                try define(values, of: source)
            }
        case .chain:
            let open = try OpenChain(&body)
            let isKnown = source(open.source) != nil && open.partitions.keys.allSatisfy { partition($0) != nil }
            guard isKnown else { throw .malformed("a chain of something unknown", at: 0) }
            chain = open
        case .producers:
            producers = try ProducerStates(&body)
            guard producers.states.keys.allSatisfy({ isLiving($0.partition) }) else {
                throw .malformed("a producer of an unknown partition", at: 0)
            }
        case .space: try readSpace(&body)
        case .groupTimes: try readGroupTimes(&body)
        }
    }
}

/// Why a STATE body cannot be used.
enum StateBodyError: Error {
    case unknownSection(tag: UInt16, version: UInt16)
    case malformed(BytesError)
}
