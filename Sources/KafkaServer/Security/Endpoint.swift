import Access
import NIOSSL
import Synchronization

/// A listener at work: what a connection has to know of the door that it came in by.
final class Endpoint: Sendable {
    let listener: KafkaServer.Listener
    /// nil in plain text.
    let tls: NIOSSLContext?
    /// The port listened on; 0 before.
    private let listening = Atomic<Int>(0)

    /// - Throws: `KafkaServerError` when the certificate or the key cannot be used.
    init(_ listener: KafkaServer.Listener) throws(KafkaServerError) {
        self.listener = listener
        do throws(TLSFault) {
            tls = try listener.tls.map { files throws(TLSFault) in try Self.context(files) }
        } catch {
            throw KafkaServerError(what: error.what, remedy: error.remedy)
        }
    }

    private static func context(_ files: TLSFiles) throws(TLSFault) -> NIOSSLContext {
        let configuration = try files.serverConfiguration()
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSFault("TLS cannot be set up with \(files.certificate): \(error)", remedy: "check the file")
        }
    }

    /// Clients are told to connect here.
    var advertisedHost: String { listener.advertisedHost ?? listener.host }
    var advertisedPort: Int32 { Int32(clamping: listener.advertisedPort ?? port) }
    var port: Int { listening.load(ordering: .relaxed) }
    var usesTLS: Bool { tls != nil }
    var asksForLogin: Bool { !listener.mechanisms.isEmpty }

    func listens(on port: Int) { listening.store(port, ordering: .relaxed) }
}

extension Endpoint: CustomStringConvertible {
    /// For the log: address, and what is asked of clients.
    var description: String {
        let host = listener.host.contains(":") ? "[\(listener.host)]" : listener.host
        let terms = [usesTLS ? "TLS" : nil] + listener.mechanisms.map { $0.rawValue }
        let words = terms.compactMap(\.self).joined(separator: ", ")
        return "\(host):\(port)\(words.isEmpty ? "" : " (\(words))")"
    }
}

/// Who asks, where from, and by which door.
struct Asker: Sendable {
    let client: ClientAddress
    let principal: Principal
    let endpoint: Endpoint
    let software: ClientSoftware
}
