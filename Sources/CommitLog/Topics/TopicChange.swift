import Bytes

/// Body of a TOPIC_CHANGED frame; little-endian.
///
///     operation u8
///     1 made, and kept for a time or size of its own:
///              topic as in a TOPIC frame, then its retention as in a SPACE frame, of this topic alone
///     2 deleted: topicId u32
///     3 grown:   topicId u32   count u32, partitionId u32 each (the new ones, behind those that it has)
///
/// Kafka's topics are made and deleted by name; the log's numbers of topics and partitions are never given twice, so
/// that whatever still names a deleted one means nothing else.
enum TopicChange: Equatable {
    case made(TopicDefinition, TopicRetention)
    case deleted(topic: UInt32)
    case grown(topic: UInt32, partitions: [PartitionID])

    func write(into writer: inout ByteWriter) {
        switch self {
        case .made(let topic, let retention):
            writer.append(1)
            topic.write(into: &writer)
            SpaceBody.write([(topic: topic.id, limits: retention)], into: &writer)
        case .deleted(let topic):
            writer.append(2)
            writer.appendLE(topic)
        case .grown(let topic, let partitions):
            writer.append(3)
            writer.appendLE(topic)
            writer.appendLE(UInt32(partitions.count))
            for partition in partitions { writer.appendLE(partition) }
        }
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        switch try cursor.u8() {
        case 1:
            let topic = try TopicDefinition(&cursor)
            let retention = try SpaceBody.retention(&cursor)
            guard retention.count == 1, retention[0].topic == topic.id else {
                throw .malformed("a topic with the retention of another", at: cursor.offset)
            }
            self = .made(topic, retention[0].limits)
        case 2: self = .deleted(topic: try cursor.u32le())
        case 3:
            let topic = try cursor.u32le()
            var partitions: [PartitionID] = []
            for _ in 0..<(try cursor.count32(ofSize: 4)) { partitions.append(try cursor.u32le()) }
            self = .grown(topic: topic, partitions: partitions)
        default: throw .malformed("unknown change of a topic", at: cursor.offset)
        }
    }
}
