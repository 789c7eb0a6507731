/// Asks which APIs and versions the broker speaks (`ApiVersionsRequest.json`, 0–3).
public struct APIVersionsRequest: KafkaRequest {
    public typealias Response = APIVersionsResponse
    public static let api = APIKey.apiVersions

    /// Name of the client library; for logs.
    public var clientSoftwareName = ""
    public var clientSoftwareVersion = ""

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 3 { try coder.string(&clientSoftwareName) }
        if coder.version >= 3 { try coder.string(&clientSoftwareVersion) }
    }
}

/// `ApiVersionsResponse.json`, 0–3.
public struct APIVersionsResponse: KafkaStructure {
    public var errorCode = ErrorCode.none
    public var apis: [SupportedAPI] = []
    public var throttleMilliseconds: Int32 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.array(&apis)
        if coder.version >= 1 { try coder.int32(&throttleMilliseconds) }
    }
}

/// One API and the versions of it that the broker speaks.
public struct SupportedAPI: KafkaStructure {
    public var key: Int16 = 0
    public var versionMin: Int16 = 0
    public var versionMax: Int16 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int16(&key)
        try coder.int16(&versionMin)
        try coder.int16(&versionMax)
    }
}
