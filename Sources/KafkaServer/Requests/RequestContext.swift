import Access
import KafkaProtocol
import NIOCore

/// One request under way: what its header said and where its answer goes.
struct RequestContext: Sendable {
    let header: RequestHeader
    let api: APIKey
    let asker: Asker
    let reply: ReplySlot
    let broker: Broker

    var client: ClientAddress { asker.client }
    /// Who asks: every answer about a topic looks at its rights.
    var principal: Principal { asker.principal }
    /// Where it came in: clients are told the address that belongs to it.
    var endpoint: Endpoint { asker.endpoint }
    var version: Int16 { header.apiVersion }

    /// Answers with a message that holds all its bytes.
    func send<Response: KafkaStructure>(_ response: Response) {
        do throws(KafkaProtocolError) {
            let message = try encode(response)
            send(ByteBuffer(bytes: message.bytes))
        } catch {
            fail(error)
        }
    }

    func encode<Response: KafkaStructure>(_ response: Response) throws(KafkaProtocolError) -> KafkaWriter {
        try KafkaWriter.response(response, api: api, version: version, correlationID: header.correlationID)
    }

    func send(_ bytes: ByteBuffer) {
        broker.budget.add(bytes.readableBytes)
        reply.send(.bytes(bytes))
    }

    func send(_ bytes: ByteBuffer, with files: [FilePart]) {
        if files.isEmpty { return send(bytes) }
        broker.budget.add(bytes.readableBytes)
        reply.send(.mixed(bytes, files))
    }

    /// An answer of ours that cannot be written is a mistake of ours, but the client must not wait for it.
    func fail(_ error: KafkaProtocolError) {
        broker.logger.error("no answer to \(api) version \(version) could be written: \(error)")
        reply.send(.close)
    }

    /// A client that asks in a version from the future learns ours in an answer of version 0, which every client reads.
    func refuseAPIVersions() {
        var response = broker.apiVersions(APIVersionsRequest(), self)
        response.errorCode = .unsupportedVersion
        do throws(KafkaProtocolError) {
            let message = try KafkaWriter.response(
                response,
                api: .apiVersions,
                version: 0,
                correlationID: header.correlationID
            )
            send(ByteBuffer(bytes: message.bytes))
        } catch {
            fail(error)
        }
    }
}
