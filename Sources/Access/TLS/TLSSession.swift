import NIOCore
import NIOEmbedded
import NIOSSL

/// A client's end of a TLS connection without a socket: bytes go in, bytes come out, on either side.
///
///     plain bytes → encrypt → takeEncrypted → socket
///     plain bytes ← takePlain ← received   ← socket
///
/// The handshake runs inside: what is to be sent before its end waits here. It belongs to one thread.
public final class TLSSession {
    private let channel = EmbeddedChannel()
    private let host: String
    private var plain = ByteBuffer()

    /// - Parameter host: name or address that the server's certificate must carry.
    public init(host: String, trust: TLSTrust) throws(TLSFault) {
        self.host = host
        do {
            let address = try? SocketAddress(ipAddress: host, port: 1)
            // An address has no place in the greeting, which holds names; it is checked against the peer's instead.
            let handler = try trust.handler(serverHostname: address == nil ? host : nil)
            try channel.pipeline.syncOperations.addHandler(handler)
            let peer = try address ?? SocketAddress(ipAddress: "0.0.0.0", port: 1)
            channel.connect(to: peer, promise: nil)
            try channel.throwIfErrorCaught()
        } catch {
            throw fault(error)
        }
    }

    public func encrypt(_ bytes: UnsafeRawBufferPointer) throws(TLSFault) {
        // Its promise is kept when the handshake is over: nobody waits for it.
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        try check()
    }

    /// What is to be sent now; nil when there is nothing.
    public func takeEncrypted() throws(TLSFault) -> [UInt8]? {
        do {
            guard let bytes = try channel.readOutbound(as: ByteBuffer.self) else { return nil }
            return Array(bytes.readableBytesView)
        } catch {
            throw fault(error)
        }
    }

    public func received(_ bytes: UnsafeRawBufferPointer) throws(TLSFault) {
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
            // The verdict on a certificate may come as a task of the loop.
            channel.embeddedEventLoop.run()
            try channel.throwIfErrorCaught()
            while var part = try channel.readInbound(as: ByteBuffer.self) { plain.writeBuffer(&part) }
        } catch {
            throw fault(error)
        }
    }

    /// Fills the buffer as far as there are bytes.
    public func takePlain(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, plain.readableBytes)
        guard count > 0, let part = plain.readSlice(length: count) else { return 0 }
        part.withUnsafeReadableBytes { buffer.copyMemory(from: $0) }
        if plain.readableBytes == 0 { plain.clear() }
        return count
    }

    private func check() throws(TLSFault) {
        do { try channel.throwIfErrorCaught() } catch { throw fault(error) }
    }

    private func fault(_ error: any Error) -> TLSFault {
        if let fault = error as? TLSFault { return fault }
        let words = "\(error)"
        if words.contains("CERTIFICATE_VERIFY_FAILED") {
            return TLSFault(
                "the TLS certificate of \(host) is not trusted: expired, or of an authority that is unknown here",
                remedy: "name the certificate of the authority that signed it with --ca")
        }
        if error as? NIOSSLExtraError == .failedToValidateHostname {
            return TLSFault(
                "the TLS certificate shown is not one for \(host)",
                remedy: "use a name that stands in the certificate")
        }
        if words.contains("WRONG_VERSION_NUMBER") {
            return TLSFault(
                "\(host) does not speak TLS there", remedy: "leave --tls and --ca out, or name the port that has TLS")
        }
        return TLSFault("TLS with \(host) failed: \(words)", remedy: "see the log of the server")
    }
}
