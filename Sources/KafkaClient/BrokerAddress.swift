/// Where a broker listens.
public struct BrokerAddress: Sendable, Hashable, CustomStringConvertible {
    public let host: String
    public let port: UInt16

    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Addresses as Kafka's tools take them: `host:port,host:port`, the port 9092 if left out, IPv6 in brackets.
    ///
    /// - Throws: `invalidAddress`, naming the part that is none.
    public static func list(_ text: String) throws(KafkaClientError) -> [BrokerAddress] {
        var addresses: [BrokerAddress] = []
        for part in text.split(separator: ",") { addresses.append(try BrokerAddress(parsing: part)) }
        guard !addresses.isEmpty else { throw invalid(text) }
        return addresses
    }

    private init(parsing text: Substring) throws(KafkaClientError) {
        let trimmed = text.drop { $0 == " " }
        let bracket = trimmed.first == "[" ? trimmed.firstIndex(of: "]") : nil
        let hostEnd = bracket.map { trimmed.index(after: $0) } ?? trimmed.firstIndex(of: ":") ?? trimmed.endIndex
        let host = trimmed[..<hostEnd].filter { $0 != "[" && $0 != "]" && $0 != " " }
        let rest = trimmed[hostEnd...].filter { $0 != " " }
        guard !host.isEmpty, rest.isEmpty || rest.first == ":" else { throw Self.invalid(String(text)) }
        guard let port = rest.isEmpty ? 9092 : UInt16(rest.dropFirst()), port > 0 else {
            throw Self.invalid(String(text))
        }
        self.init(host: host, port: port)
    }

    private static func invalid(_ text: String) -> KafkaClientError {
        KafkaClientError(
            .invalidAddress,
            "'\(text)' is no broker address",
            remedy: "give host:port, for example 127.0.0.1:9092"
        )
    }
}
