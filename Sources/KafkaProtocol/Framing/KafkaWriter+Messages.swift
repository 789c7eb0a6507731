import Bytes

extension KafkaWriter {
    /// A request with its length prefix and header, ready to be sent.
    public static func request<Request: KafkaRequest>(
        _ request: Request,
        version: Int16,
        correlationID: Int32,
        clientID: String?
    ) throws(KafkaProtocolError) -> KafkaWriter {
        guard Request.api.versions.contains(version) else { throw .unsupportedVersion(Request.api, version: version) }
        let isFlexible = Request.api.isFlexible(version)
        var header = KafkaWriter(version: version, isFlexible: false, capacity: 64)
        header.writer.appendBE(Request.api.rawValue)
        header.writer.appendBE(version)
        header.writer.appendBE(correlationID)
        var clientID = clientID
        try header.nullableString(&clientID)
        if isFlexible { header.noTaggedFields() }

        var message = KafkaWriter(version: version, isFlexible: isFlexible)
        message.writer.appendBE(Int32(0))
        message.writer.append(header.bytes)
        var request = request
        try message.structure(&request)
        try message.finish()
        return message
    }

    /// A response with its length prefix and header, ready to be sent once its gaps are filled.
    public static func response<Response: KafkaStructure>(
        _ response: Response,
        api: APIKey,
        version: Int16,
        correlationID: Int32,
        capacity: Int = 512
    ) throws(KafkaProtocolError) -> KafkaWriter {
        let isFlexible = api.isFlexible(version)
        var message = KafkaWriter(version: version, isFlexible: isFlexible, capacity: capacity)
        message.writer.appendBE(Int32(0))
        message.writer.appendBE(correlationID)
        // A client that does not know our versions yet must be able to read ApiVersions: its header has no tags.
        if isFlexible, api != .apiVersions { message.noTaggedFields() }
        var response = response
        try message.structure(&response)
        try message.finish()
        return message
    }

    private mutating func finish() throws(KafkaProtocolError) {
        guard let length = Int32(exactly: byteCount - 4) else {
            throw .bytes(.malformed("message longer than 2 GiB", at: writer.count))
        }
        writer.patchBE(length, at: 0)
    }
}
