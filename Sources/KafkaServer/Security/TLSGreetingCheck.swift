import NIOCore

/// Stands before TLS and looks at a connection's first byte: a client that speaks plain text is told apart from one that
/// fails at TLS, and the operator reads which.
///
///     0x16 | version | length …        a TLS handshake record (RFC 8446, section 5.1)
final class TLSGreetingCheck: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    static let handshakeRecord: UInt8 = 0x16
    private let onPlainText: (ChannelHandlerContext) -> Void
    private var isPlainText = false

    init(onPlainText: @escaping (ChannelHandlerContext) -> Void) { self.onPlainText = onPlainText }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard !isPlainText, let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else { return }
        guard first == Self.handshakeRecord else {
            isPlainText = true
            onPlainText(context)
            return context.close(promise: nil)
        }
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
