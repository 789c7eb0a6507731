/// `FetchResponse.json`, 4–12.
public struct FetchResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none
    /// 0 refuses a fetch session: the client then sends whole requests for ever.
    public var sessionID: Int32 = 0
    public var topics: [FetchedTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        if coder.version >= 7 { try coder.errorCode(&errorCode) }
        if coder.version >= 7 { try coder.int32(&sessionID) }
        try coder.array(&topics)
    }
}

/// What was fetched of one topic.
public struct FetchedTopic: KafkaStructure {
    public var name = ""
    public var partitions: [FetchedPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// What was fetched of one partition.
public struct FetchedPartition: KafkaStructure {
    public var index: Int32 = 0
    public var errorCode = ErrorCode.none
    /// First offset that is not yet durable, and so not yet visible.
    public var highWatermark: Int64 = 0
    public var lastStableOffset: Int64 = -1
    public var logStartOffset: Int64 = -1
    public var abortedTransactions: [AbortedTransaction]?
    public var preferredReadReplica: Int32 = -1
    /// Never null on the wire: librdkafka fails on a null record set.
    public var records = RecordSet.empty

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.errorCode(&errorCode)
        try coder.int64(&highWatermark)
        try coder.int64(&lastStableOffset)
        if coder.version >= 5 { try coder.int64(&logStartOffset) }
        try coder.nullableArray(&abortedTransactions)
        if coder.version >= 11 { try coder.int32(&preferredReadReplica) }
        try coder.records(&records)
    }
}

/// A transaction whose records a read-committed consumer skips.
public struct AbortedTransaction: KafkaStructure {
    public var producerID: Int64 = 0
    public var firstOffset: Int64 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int64(&producerID)
        try coder.int64(&firstOffset)
    }
}
