import KafkaProtocol
import Testing

/// An example of a message body, built from Kafka's definitions.
struct DefinedMessage: CustomTestStringConvertible {
    let api: APIKey
    let version: Int16
    let bytes: [UInt8]

    init(_ api: APIKey, _ version: Int16, _ hex: String) {
        self.api = api
        self.version = version
        bytes = Hex.bytes(hex)
    }

    var testDescription: String { "\(api) v\(version), \(bytes.count) bytes" }
}
