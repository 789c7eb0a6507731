import Bytes
import KafkaProtocol

@testable import KafkaClient

/// A socket that sends any bytes.
final class RawConnection {
    private let socket: ClientSocket

    init(port: Int) throws {
        socket = try ClientSocket(
            connectingTo: BrokerAddress(host: "127.0.0.1", port: UInt16(port)),
            tls: nil,
            timeoutMilliseconds: 5_000
        )
    }

    func send(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try socket.send($0) } }

    func send<Request: KafkaRequest>(_ request: Request, version: Int16, correlationID: Int32) throws {
        // Bound to a name, because the bytes live as long as their writer.
        let message = try KafkaWriter.request(
            request,
            version: version,
            correlationID: correlationID,
            clientID: "raw"
        )
        try socket.send(message.bytes)
    }

    /// The next bytes, whatever they are.
    func receive(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try socket.receive(into: $0, extraMilliseconds: 0) }
        return bytes
    }

    /// The next answer without its length prefix.
    func receiveFrame() throws -> [UInt8] {
        var prefix = [UInt8](repeating: 0, count: 4)
        try prefix.withUnsafeMutableBytes { try socket.receive(into: $0, extraMilliseconds: 0) }
        let length = prefix.reduce(0) { $0 << 8 | Int($1) }
        var frame = [UInt8](repeating: 0, count: length)
        try frame.withUnsafeMutableBytes { try socket.receive(into: $0, extraMilliseconds: 0) }
        return frame
    }

    /// True when the server has closed the connection without an answer.
    func isClosedByServer() -> Bool {
        do {
            _ = try receiveFrame()
            return false
        } catch let error as KafkaClientError {
            return error.code == .disconnected
        } catch {
            return false
        }
    }
}
