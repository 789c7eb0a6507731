import Bytes

/// Body of a TOPIC frame, and an element of STATE's topic section; little-endian.
///
///     id u32   uuid 16 bytes   name (u16 length, UTF-8)   count u32, partitionId u32 each
///     count u32, (key, value) each u16 length + UTF-8, sorted by key
extension TopicDefinition {
    func write(into writer: inout ByteWriter) {
        writer.appendLE(id)
        writer.append(uuid.bytes)
        writer.appendShort(name)
        writer.appendLE(UInt32(partitions.count))
        for partition in partitions { writer.appendLE(partition) }
        writer.appendLE(UInt32(properties.count))
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            writer.appendShort(key)
            writer.appendShort(value)
        }
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        id = try cursor.u32le()
        uuid = LogUUID(high: try cursor.u64be(), low: try cursor.u64be())
        name = try cursor.shortString()
        var partitions: [PartitionID] = []
        for _ in 0..<(try cursor.count32(ofSize: 4)) { partitions.append(try cursor.u32le()) }
        self.partitions = partitions
        var properties: [String: String] = [:]
        for _ in 0..<(try cursor.count32(ofSize: 4)) {
            let key = try cursor.shortString()
            properties[key] = try cursor.shortString()
        }
        self.properties = properties
    }
}

extension TopicDefinition {
    /// Says what is wrong with a topic's name by Kafka's rules, or nil.
    public static func problem(inName name: String) -> String? {
        if name.isEmpty { return "a topic name must not be empty" }
        if name == "." || name == ".." { return "'\(name)' is no topic name" }
        if name.utf8.count > 249 {
            return "a topic name has at most 249 bytes, '\(name.prefix(40))…' has \(name.utf8.count)"
        }
        let isLegal = name.utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x5F, 0x2D: true
            default: false
            }
        }
        return isLegal ? nil : "the topic name '\(name)' has characters other than letters, digits, '.', '_' and '-'"
    }
}
