/// Asks for a producer id, for an idempotent or transactional producer (`InitProducerIdRequest.json`, 0–4).
public struct InitProducerIDRequest: KafkaRequest {
    public typealias Response = InitProducerIDResponse
    public static let api = APIKey.initProducerID

    /// Nil for a producer that is idempotent only.
    public var transactionalID: String?
    public var transactionTimeoutMilliseconds: Int32 = 0
    /// Id and epoch that the producer has and wants a newer epoch of (from version 3); −1 is none.
    public var producerID: Int64 = -1
    public var producerEpoch: Int16 = -1

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.nullableString(&transactionalID)
        try coder.int32(&transactionTimeoutMilliseconds)
        if coder.version >= 3 { try coder.int64(&producerID) }
        if coder.version >= 3 { try coder.int16(&producerEpoch) }
    }
}

/// `InitProducerIdResponse.json`, 0–4. Id and epoch come back in the header of each batch that the producer sends.
public struct InitProducerIDResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none
    public var producerID: Int64 = -1
    public var producerEpoch: Int16 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.errorCode(&errorCode)
        try coder.int64(&producerID)
        try coder.int16(&producerEpoch)
    }
}
