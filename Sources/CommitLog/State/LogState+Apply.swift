import Bytes

extension LogState {
    /// Takes over what a durable frame says beside its records: the writer after each group, and recovery.
    mutating func apply(
        _ kind: FrameKind,
        source: SourceID,
        body: UnsafeRawBufferPointer,
        changes: UnsafeRawBufferPointer,
        merging: any CheckpointMerging,
        position: UInt64
    ) throws(CommitLogError) {
        var cursor = ByteCursor(body)
        var checkpoint = body
        do throws(BytesError) {
            switch kind {
            case .topic: try add(try TopicDefinition(&cursor))
            case .source: try add(try SourceRecord(&cursor))
            case .group: apply(try GroupOperation(&cursor))
            case .space: try apply(try SpaceBody(&cursor))
            case .topicChanged: try apply(try TopicChange(&cursor))
            case .offsetsDeleted: apply(try OffsetDeletion(&cursor))
            case .prepared:
                try prepared.take(PreparedBody(body), source: source, framePosition: position)
                try cursor.skip(cursor.remaining)
            case .schema:
                let schema = try SchemaBody(&cursor)
                try define(schema.definitions, of: source)
                checkpoint = schema.checkpoint
            default: cursor = ByteCursor(UnsafeRawBufferPointer(start: nil, count: 0))
            }
            if !changes.isEmpty { try prepared.apply(changes, source: source) }
            guard cursor.isAtEnd else { throw .malformed("bytes after a body's end", at: cursor.offset) }
        } catch {
            throw CommitLogError(
                .corruption,
                "the \(kind) frame at log position \(position) makes no sense: \(error)",
                remedy: "run `leat log check` on the data directory",
                position: position
            )
        }
        if kind == .data || kind == .checkpoint || kind == .schema {
            try merge(checkpoint, source: source, merging: merging, position: position)
        }
    }
}
