import Bytes

extension KafkaReader {
    mutating func skip(_ length: Int) throws(KafkaProtocolError) {
        do throws(BytesError) { try cursor.skip(length) } catch { throw .bytes(error) }
    }

    /// The body of a request or response, to its last byte. Zero bytes after it are let pass, and three of any value
    /// after a request for all topics: librdkafka (2.16) begins Metadata version 12 with a null of four bytes instead
    /// of one, so that what it says of creating topics (a producer: 1) stands behind the end. Apache Kafka does not
    /// look there.
    public mutating func body<Body: KafkaStructure>(_: Body.Type = Body.self) throws(KafkaProtocolError) -> Body {
        var body = Body()
        try structure(&body)
        var rest = cursor
        let asksForAllTopics = (body as? MetadataRequest).map { $0.topics == nil } ?? false
        if asksForAllTopics && remaining == 3 { return body }
        guard rest.rest().allSatisfy({ $0 == 0 }) else { throw .trailingBytes(remaining) }
        return body
    }

    /// A reader that stands at the body of a response, with the correlation id that was read before it
    /// (`ResponseHeader.json`: flexible responses end their header with tagged fields, except ApiVersions).
    ///
    /// - Parameter frame: one response without its length prefix.
    public static func response(
        _ frame: UnsafeRawBufferPointer,
        api: APIKey,
        version: Int16
    ) throws(KafkaProtocolError) -> (correlationID: Int32, body: KafkaReader) {
        // Responses are denser than requests: a listed group is three bytes at least and takes 64.
        var reader = KafkaReader(
            frame,
            version: version,
            isFlexible: api.isFlexible(version),
            memoryPerByteMax: 32
        )
        var correlationID: Int32 = 0
        try reader.int32(&correlationID)
        if api.isFlexible(version), api != .apiVersions { try reader.skipTaggedFields() }
        return (correlationID, reader)
    }
}
