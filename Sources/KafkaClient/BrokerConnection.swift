import Bytes
import KafkaProtocol

/// One connection to one broker: a request goes out, its answer comes back.
final class BrokerConnection {
    let address: BrokerAddress
    private let socket: ClientSocket
    private let clientID: String
    /// Longest answer that is taken, in bytes.
    private let responseBytesMax: Int
    private var lastCorrelationID: Int32 = 0
    private var versions: [Int16: ClosedRange<Int16>] = [:]

    init(_ address: BrokerAddress, _ options: KafkaClient.Options) throws(KafkaClientError) {
        self.address = address
        clientID = options.clientID
        responseBytesMax = options.responseBytesMax
        socket = try ClientSocket(
            connectingTo: address, tls: options.tls, timeoutMilliseconds: options.timeoutMilliseconds)
        try learnVersions()
    }

    private func learnVersions() throws(KafkaClientError) {
        let request = APIVersionsRequest {
            $0.clientSoftwareName = "leat"
            $0.clientSoftwareVersion = "0"
        }
        // Every broker knows version 0 of this request, and newer versions tell us nothing more.
        let response = try exchange(request, version: 0)
        guard response.errorCode.isSuccess else { throw refused(response.errorCode, "its API versions") }
        for api in response.apis where api.versionMin <= api.versionMax {
            versions[api.key] = api.versionMin...api.versionMax
        }
    }

    /// The highest version of an API that both sides know.
    func version(of api: APIKey) throws(KafkaClientError) -> Int16 {
        guard let theirs = versions[api.rawValue], theirs.overlaps(api.versions) else {
            throw KafkaClientError(
                .unsupported,
                "\(address) does not speak \(api) in a version of \(api.versions)",
                remedy: "use a broker of Kafka 2.1 or newer"
            )
        }
        return min(theirs.upperBound, api.versions.upperBound)
    }

    /// - Parameter extraMilliseconds: how much longer the broker may take because it was told to wait.
    func send<Request: KafkaRequest>(
        _ request: Request,
        extraMilliseconds: Int = 0
    ) throws(KafkaClientError) -> Request.Response {
        try exchange(request, version: try version(of: Request.api), extraMilliseconds: extraMilliseconds)
    }

    func exchange<Request: KafkaRequest>(
        _ request: Request,
        version: Int16,
        extraMilliseconds: Int = 0
    ) throws(KafkaClientError) -> Request.Response {
        lastCorrelationID &+= 1
        let message = try encode(request, version: version)
        try socket.send(message.bytes)
        let answer = try receive(extraMilliseconds: extraMilliseconds)
        do throws(KafkaProtocolError) {
            return try answer.decode(Request.self, version: version, correlationID: lastCorrelationID)
        } catch {
            throw malformed("\(error)")
        }
    }

    private func encode<Request: KafkaRequest>(
        _ request: Request,
        version: Int16
    ) throws(KafkaClientError) -> KafkaWriter {
        do throws(KafkaProtocolError) {
            return try KafkaWriter.request(
                request,
                version: version,
                correlationID: lastCorrelationID,
                clientID: clientID
            )
        } catch {
            throw KafkaClientError(
                .unsupported,
                "a \(Request.api) request cannot be written: \(error)",
                remedy: "shorten the names in it"
            )
        }
    }

    private func receive(extraMilliseconds: Int) throws(KafkaClientError) -> Answer {
        let prefix = Answer(byteCount: 4)
        try socket.receive(into: prefix.bytes, extraMilliseconds: extraMilliseconds)
        let length = Int(Int32(bigEndian: prefix.bytes.loadUnaligned(as: Int32.self)))
        guard length >= 4, length <= responseBytesMax else {
            throw malformed("an answer of \(length) bytes was announced, at most \(responseBytesMax) are taken")
        }
        let answer = Answer(byteCount: length)
        try socket.receive(into: answer.bytes, extraMilliseconds: extraMilliseconds)
        return answer
    }

    private func malformed(_ cause: String) -> KafkaClientError {
        KafkaClientError(
            .malformedAnswer,
            "\(address) gave no Kafka answer: \(cause)",
            remedy: "check that the address is a Kafka listener, without TLS unless --tls is given"
        )
    }

    /// What a caller hears when the broker answered with an error.
    func refused(_ error: ErrorCode, _ asked: String) -> KafkaClientError {
        KafkaClientError(
            .broker(error),
            "\(address) refused to tell \(asked): \(error)",
            remedy: error.isRetriable ? "try again" : "check the name and what is allowed to you"
        )
    }
}

/// The bytes of one answer.
private final class Answer {
    let bytes: UnsafeMutableRawBufferPointer

    init(byteCount: Int) { bytes = .allocate(byteCount: byteCount, alignment: 8) }

    deinit { bytes.deallocate() }

    func decode<Request: KafkaRequest>(
        _: Request.Type,
        version: Int16,
        correlationID: Int32
    ) throws(KafkaProtocolError) -> Request.Response {
        var (id, body) = try KafkaReader.response(UnsafeRawBufferPointer(bytes), api: Request.api, version: version)
        guard id == correlationID else { throw .bytes(.malformed("answer to another request", at: 0)) }
        return try body.body()
    }
}
