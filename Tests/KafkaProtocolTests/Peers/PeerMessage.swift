import KafkaProtocol
import Testing

/// A request with its header (correlation id 7, client id `peer`) and a response's body, by kafka-python.
struct PeerMessage: CustomTestStringConvertible {
    let api: APIKey
    let version: Int16
    let request: String
    let response: String

    init(_ api: APIKey, _ version: Int16, request: String, response: String) {
        self.api = api
        self.version = version
        self.request = request
        self.response = response
    }

    var testDescription: String { "\(api) v\(version)" }
}
