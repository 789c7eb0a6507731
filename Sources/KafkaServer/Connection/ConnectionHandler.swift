import Access
import KafkaProtocol
import Logging
import NIOCore

/// One client connection: cuts the byte stream into requests and answers them one after the other.
///
///     length i32 | request …          length i32 | response …
///
/// Nothing more is read from the socket while an answer is owed, so a client that sends faster than it reads is held
/// up by TCP and costs us one request and one response of memory.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let broker: Broker
    private let requestBytesMax: Int
    private var received = ByteBuffer()
    /// True while an answer is owed.
    private var isBusy = false
    private var isStopping = false
    private var client = ClientAddress(host: "")
    private var principal = Principal.everybody
    private var idleTimer: Scheduled<Void>?
    private let idleLimit: TimeAmount

    init(broker: Broker, options: KafkaServer.Options) {
        self.broker = broker
        requestBytesMax = options.requestBytesMax
        idleLimit = .seconds(Int64(options.idleSecondsMax))
    }

    func channelActive(context: ChannelHandlerContext) {
        client = ClientAddress(host: context.remoteAddress?.ipAddress ?? "")
        broker.statistics.connectionOpened()
        restartIdleTimer(context)
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        broker.statistics.connectionClosed()
        idleTimer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = part } else { received.writeBuffer(&part) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        restartIdleTimer(context)
        serveNext(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is StopServing else { return context.fireUserInboundEventTriggered(event) }
        isStopping = true
        if !isBusy { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        broker.logger.debug("connection of \(client.host) failed: \(error)")
        context.close(promise: nil)
    }

    private func restartIdleTimer(_ context: ChannelHandlerContext) {
        idleTimer?.cancel()
        let channel = context.channel
        idleTimer = context.eventLoop.scheduleTask(in: idleLimit) { channel.close(promise: nil) }
    }

    /// Takes the next whole request out of what was received, or asks the socket for more.
    private func serveNext(_ context: ChannelHandlerContext) {
        guard !isBusy else { return }
        guard let length = received.getInteger(at: received.readerIndex, as: Int32.self) else { return context.read() }
        guard length >= 8, Int(length) <= requestBytesMax else {
            broker.statistics.requestRefused()
            broker.logger.warning(
                """
                closing the connection of \(client.host): it announced a request of \(length) bytes, \
                8 to \(requestBytesMax) are taken. Is it a Kafka client, without TLS?
                """
            )
            return context.close(promise: nil)
        }
        guard received.readableBytes >= 4 + Int(length) else { return context.read() }
        received.moveReaderIndex(forwardBy: 4)
        guard let frame = received.readSlice(length: Int(length)) else { return context.read() }
        if received.readableBytes == 0 { received = ByteBuffer() }
        isBusy = true
        let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        broker.serve(
            frame,
            client: client,
            principal: principal,
            ReplySlot(eventLoop: eventLoop) { reply in
                eventLoop.execute {
                    let (handler, context) = handler.value
                    handler.send(reply, context)
                }
            }
        )
    }

    private func send(_ reply: Reply, _ context: ChannelHandlerContext) {
        switch reply {
        case .close:
            broker.statistics.requestRefused()
            context.close(promise: nil)
        case .nothing: finish(context)
        case .bytes(let bytes):
            let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            let broker = broker
            context.writeAndFlush(wrapOutboundOut(bytes)).whenComplete { result in
                broker.responseLeft(bytes)
                let (handler, context) = handler.value
                // The next request waits until this answer has left the process: that bounds what a slow reader holds.
                if case .success = result { handler.finish(context) }
            }
        }
    }

    private func finish(_ context: ChannelHandlerContext) {
        isBusy = false
        if isStopping { return context.close(promise: nil) }
        restartIdleTimer(context)
        serveNext(context)
    }
}

/// Sent through a connection's pipeline: answer what is under way, then close.
struct StopServing: Sendable {}
