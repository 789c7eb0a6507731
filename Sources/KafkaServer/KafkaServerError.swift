import Glibc
import NIOCore

/// Why the server could not start: what happened and what to do about it.
public struct KafkaServerError: Error, Equatable, CustomStringConvertible {
    /// One line of what happened, with address and port.
    public let what: String
    /// One line of what to do.
    public let remedy: String

    public var description: String { "\(what)\n\(remedy)" }
}

extension KafkaServerError {
    /// Why an address cannot be listened on.
    init(listeningOn address: String, port: Int, _ error: any Error) {
        let what = "cannot listen for Kafka clients on \(address)"
        guard let failure = error as? IOError else {
            self.init(what: "\(what): \(error)", remedy: "set `listen` to an address of this machine")
            return
        }
        switch failure.errnoCode {
        case EADDRINUSE:
            self.init(
                what: "\(what): another process has port \(port)",
                remedy: "stop that process (`ss -ltnp` names it) or set another port in `listen`"
            )
        case EACCES:
            self.init(what: "\(what): no permission for port \(port)", remedy: "set a port above 1023 in `listen`")
        case EADDRNOTAVAIL:
            self.init(
                what: "\(what): this machine has no such address",
                remedy: "set `listen` to an address of this machine; `advertise` may be another one"
            )
        default: self.init(what: "\(what): \(failure)", remedy: "set `listen` to an address of this machine")
        }
    }
}
