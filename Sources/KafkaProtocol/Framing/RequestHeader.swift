import Bytes

/// What stands before every request body (`RequestHeader.json`, versions 1 and 2).
///
///     length i32 | apiKey i16 | apiVersion i16 | correlationId i32 | clientId i16-string | tagged fields (flexible)
///
/// The client id keeps its two-byte length in the flexible version too.
public struct RequestHeader: Sendable, Equatable {
    /// The API's number as sent; it may be one that we do not know.
    public var apiKey: Int16
    public var apiVersion: Int16
    public var correlationID: Int32
    public var clientID: String?

    public init(apiKey: Int16, apiVersion: Int16, correlationID: Int32, clientID: String?) {
        self.apiKey = apiKey
        self.apiVersion = apiVersion
        self.correlationID = correlationID
        self.clientID = clientID
    }

    /// The API, when the server answers it in this version.
    public var supportedAPI: APIKey? {
        guard let api = APIKey(rawValue: apiKey), api.isServed, api.versions.contains(apiVersion) else { return nil }
        return api
    }

    /// The first fields only: they stand in the same place for every API and version, so they can be answered even when
    /// the rest is not understood.
    public init(fixedPartOf frame: UnsafeRawBufferPointer) throws(KafkaProtocolError) {
        var reader = KafkaReader(frame, version: 0, isFlexible: false)
        self.init(apiKey: 0, apiVersion: 0, correlationID: 0, clientID: nil)
        try reader.int16(&apiKey)
        try reader.int16(&apiVersion)
        try reader.int32(&correlationID)
    }

    /// - Parameters:
    ///   - frame: one request without its length prefix.
    ///   - isServed: the APIs that are known here; a request of another throws `unknownAPI`.
    /// - Returns: the header and a reader that stands at the body.
    public static func read(
        _ frame: UnsafeRawBufferPointer,
        elementsMax: Int = 1_000_000,
        where isServed: (APIKey) -> Bool = \.isServed
    ) throws(KafkaProtocolError) -> (header: RequestHeader, api: APIKey, body: KafkaReader) {
        var header = try RequestHeader(fixedPartOf: frame)
        guard let api = APIKey(rawValue: header.apiKey), isServed(api) else { throw .unknownAPI(key: header.apiKey) }
        guard api.versions.contains(header.apiVersion) else {
            throw .unsupportedVersion(api, version: header.apiVersion)
        }
        var reader = KafkaReader(frame, version: header.apiVersion, isFlexible: false, elementsMax: elementsMax)
        try reader.skip(8)
        try reader.nullableString(&header.clientID)
        let isFlexible = api.isFlexible(header.apiVersion)
        if isFlexible { try reader.skipTaggedFields() }
        let rest = reader.cursor.rest()
        return (
            header, api,
            KafkaReader(rest, version: header.apiVersion, isFlexible: isFlexible, elementsMax: elementsMax)
        )
    }
}
