import KafkaProtocol
import Testing

@Suite("Messages as kafka-python writes them")
struct PeerMessageTests {
    /// Writes our message of the same values and compares; then reads theirs and compares that.
    private func compare<Request: KafkaRequest>(
        _ peer: PeerMessage,
        _ request: Request,
        _ response: Request.Response
    ) throws {
        #expect(Request.api == peer.api)
        let message = try KafkaWriter.request(request, version: peer.version, correlationID: 7, clientID: "peer")
        #expect(Hex.text(message.bytes) == peer.request)
        let answer = try KafkaWriter.response(response, api: peer.api, version: peer.version, correlationID: 7)
        #expect(Hex.text(answer.bytes).hasSuffix(peer.response))
        let headerBytes = peer.api.isFlexible(peer.version) ? 9 : 8
        #expect(answer.bytes.count == headerBytes + peer.response.utf8.count / 2)
        // In the newest version every field is on the wire, so what is read must be all that was set.
        guard peer.version == peer.api.versions.upperBound else { return }
        try Array(Hex.bytes(peer.request).dropFirst(4)).withUnsafeBytes { frame in
            var (header, _, body) = try RequestHeader.read(frame) { _ in true }
            #expect(header.clientID == "peer" && header.correlationID == 7)
            let read: Request = try body.body()
            #expect(read == request)
        }
        try Hex.bytes(peer.response).withUnsafeBytes { bytes in
            var body = KafkaReader(bytes, version: peer.version, isFlexible: peer.api.isFlexible(peer.version))
            let read: Request.Response = try body.body()
            #expect(read == response)
        }
    }

    @Test("our messages of the same values are the same bytes", arguments: peerMessages)
    func peersAgree(_ peer: PeerMessage) throws {
        switch peer.api {
        case .offsetDelete: try compare(peer, PeerValues.offsetDelete, PeerValues.offsetDeleted)
        case .initProducerID: try compare(peer, PeerValues.initProducerID, PeerValues.producerID)
        case .saslHandshake: try compare(peer, PeerValues.handshake, PeerValues.mechanisms)
        case .saslAuthenticate: try compare(peer, PeerValues.authenticate, PeerValues.authenticated)
        case .createTopics: try compare(peer, PeerValues.createTopics, PeerValues.createdTopics)
        case .deleteTopics: try compare(peer, PeerValues.deleteTopics, PeerValues.deletedTopics)
        case .deleteRecords: try compare(peer, PeerValues.deleteRecords, PeerValues.deletedRecords)
        case .createPartitions: try compare(peer, PeerValues.createPartitions, PeerValues.createdPartitions)
        case .alterConfigs: try compare(peer, PeerValues.alterConfigs, PeerValues.alteredConfigs(type: 2, "orders"))
        case .incrementalAlterConfigs:
            try compare(peer, PeerValues.changeConfigs, PeerValues.alteredConfigs(type: 4, "1"))
        default: Issue.record("no values for \(peer.api)")
        }
    }

    @Test("there is a message in every version of every API that the server does not answer yet")
    func everyVersionIsThere() {
        for api in APIKey.allCases where !api.isServed {
            for version in api.versions {
                #expect(peerMessages.contains { $0.api == api && $0.version == version })
            }
        }
    }
}
