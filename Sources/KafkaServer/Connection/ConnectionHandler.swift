import Access
import KafkaProtocol
import Logging
import NIOCore
import NIOTLS

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
    private let endpoint: Endpoint
    private let requestBytesMax: Int
    private var received = ByteBuffer()
    /// True while an answer is owed.
    private var isBusy = false
    private var isStopping = false
    private var client = ClientAddress(host: "")
    private let software = ClientSoftware()
    private var principal: Principal
    /// nil where nobody has to log in.
    private var login: Login?
    private var isLoggedIn: Bool
    /// Runs while the client has neither finished the TLS handshake nor logged in.
    private var welcomeTimer: Scheduled<Void>?
    private var idleTimer: Scheduled<Void>?
    private let idleLimit: TimeAmount
    private var lastMove = NIODeadline.now()
    private let welcomeLimit: TimeAmount
    private static let farewell = TimeAmount.milliseconds(500)

    init(broker: Broker, options: KafkaServer.Options, endpoint: Endpoint) {
        self.broker = broker
        self.endpoint = endpoint
        requestBytesMax = options.requestBytesMax
        idleLimit = .seconds(Int64(options.idleSecondsMax))
        welcomeLimit = .milliseconds(Int64(options.loginMillisecondsMax))
        isLoggedIn = !endpoint.asksForLogin
        principal = endpoint.asksForLogin ? .nobody : .everybody
        if endpoint.asksForLogin { login = Login(mechanisms: endpoint.listener.mechanisms, users: broker.users) }
    }

    func channelActive(context: ChannelHandlerContext) {
        client = ClientAddress(host: context.remoteAddress?.ipAddress ?? "")
        broker.statistics.connectionOpened()
        startIdleTimer(context)
        if endpoint.asksForLogin || endpoint.usesTLS { startWelcomeTimer(context) }
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        broker.statistics.connectionClosed()
        idleTimer?.cancel()
        welcomeTimer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = part } else { received.writeBuffer(&part) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        lastMove = .now()
        serveNext(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent, isLoggedIn { welcomeTimer?.cancel() }
        guard event is StopServing else { return context.fireUserInboundEventTriggered(event) }
        isStopping = true
        if !isBusy { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let cause = TLSFailure.cause(error) {
            broker.strangers.log(.warning) { more in "no TLS with \(client.host): \(cause)\(more)" }
        } else {
            broker.logger.debug("connection of \(client.host) failed: \(error)")
        }
        context.close(promise: nil)
    }

    /// Whoever neither logs in nor leaves would hold one of the connections that there are.
    private func startWelcomeTimer(_ context: ChannelHandlerContext) {
        let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        welcomeTimer = context.eventLoop.scheduleTask(in: welcomeLimit) {
            let (handler, context) = handler.value
            handler.broker.strangers.log(.warning) { more in
                "closing the connection of \(handler.client.host): it did not "
                    + "\(handler.isLoggedIn ? "finish the TLS handshake" : "log in") in time\(more)"
            }
            context.close(promise: nil)
        }
    }

    /// The timer runs on when something moves, and looks at its end how long ago that was: to cancel it each time would
    /// cost a search among the timers of all connections.
    private func startIdleTimer(_ context: ChannelHandlerContext) {
        let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        idleTimer = context.eventLoop.scheduleTask(deadline: lastMove + idleLimit) {
            let (handler, context) = handler.value
            if handler.lastMove + handler.idleLimit <= .now() { return context.close(promise: nil) }
            handler.startIdleTimer(context)
        }
    }

    /// Takes the next whole request out of what was received, or asks the socket for more.
    private func serveNext(_ context: ChannelHandlerContext) {
        guard !isBusy else { return }
        guard let length = received.getInteger(at: received.readerIndex, as: Int32.self) else { return context.read() }
        guard lengthsTaken.contains(Int(length)) else {
            broker.statistics.requestRefused()
            refuse(length: Int(length))
            return context.close(promise: nil)
        }
        guard received.readableBytes >= 4 + Int(length) else { return context.read() }
        received.moveReaderIndex(forwardBy: 4)
        guard let frame = received.readSlice(length: Int(length)) else { return context.read() }
        if received.readableBytes == 0 { received = ByteBuffer() }
        isBusy = true
        if let login, login.expectsBareFrames || LoginRequests.include(frame, isLoggedIn: isLoggedIn) {
            return logIn(login, frame, context)
        }
        let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        broker.serve(
            frame,
            from: Asker(client: client, principal: principal, endpoint: endpoint, software: software),
            ReplySlot(eventLoop: eventLoop) { reply in
                eventLoop.execute {
                    let (handler, context) = handler.value
                    handler.send(reply, context)
                }
            }
        )
    }

    private var lengthsTaken: ClosedRange<Int> {
        if isLoggedIn { return 8...requestBytesMax }
        let bytesMax = min(LoginRequests.bytesMax, requestBytesMax)
        return (login?.expectsBareFrames ?? false ? 0 : 8)...bytesMax
    }

    private func refuse(length: Int) {
        broker.strangers.log(.warning) { more in
            let isTLS = !endpoint.usesTLS && length >> 24 == Int(TLSGreetingCheck.handshakeRecord)
            return isTLS
                ? "closing the connection of \(client.host): it speaks TLS, and \(endpoint.listener.host):"
                    + "\(endpoint.port) does not; give that listener `tls`, or the client another port\(more)"
                : "closing the connection of \(client.host): it announced a request of \(length) bytes, "
                    + "\(lengthsTaken.lowerBound) to \(lengthsTaken.upperBound) are taken"
                    + "\(isLoggedIn ? "" : " before it has logged in"). Is it a Kafka client?\(more)"
        }
    }

    /// Passwords are checked on a thread of their own: neither the event loop nor the readers wait for them.
    private func logIn(_ login: Login, _ frame: ByteBuffer, _ context: ChannelHandlerContext) {
        let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        broker.logins.submit { state in
            guard state == .active else { return }
            var login = login
            let step = login.answer(frame)
            eventLoop.execute { [login] in
                let (handler, context) = handler.value
                handler.login = login
                handler.go(step, context)
            }
        }
    }

    private func go(_ step: LoginStep, _ context: ChannelHandlerContext) {
        switch step {
        case .goesOn(let answer): write(answer, context)
        case .done(let answer, let principal):
            self.principal = principal
            isLoggedIn = true
            welcomeTimer?.cancel()
            write(answer, context)
        case .failed(let answer, let reason):
            broker.statistics.loginFailed()
            broker.failedLogins.log(.warning) { more in "login from \(client.host) failed: \(reason)\(more)" }
            end(with: answer, context)
        }
    }

    /// The wait makes guessing slow; the connection is good for nothing else meanwhile.
    private func end(with answer: ByteBuffer?, _ context: ChannelHandlerContext) {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .milliseconds(Int64(broker.options.failedLoginDelayMilliseconds))) {
            guard let answer else { return channel.close(promise: nil) }
            channel.writeAndFlush(answer).whenComplete { _ in
                // A client that finds the end right behind the answer may not look at the answer (kafka-python).
                channel.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
            }
        }
    }

    private func send(_ reply: Reply, _ context: ChannelHandlerContext) {
        switch reply {
        case .close:
            broker.statistics.requestRefused()
            context.close(promise: nil)
        case .nothing: finish(context)
        case .bytes(let bytes): write(bytes, context, isCounted: true)
        case .mixed(let bytes, let files): write(bytes, files, context)
        }
    }

    /// - Parameter isCounted: the answer was counted among those under way.
    private func write(_ bytes: ByteBuffer, _ context: ChannelHandlerContext, isCounted: Bool = false) {
        let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let broker = broker
        context.writeAndFlush(wrapOutboundOut(bytes)).whenComplete { result in
            if isCounted { broker.responseLeft(bytes) }
            let (handler, context) = handler.value
            // The next request waits until this answer has left the process: that bounds what a slow reader holds.
            if case .success = result { handler.finish(context) }
        }
    }

    private func write(_ bytes: ByteBuffer, _ files: [FilePart], _ context: ChannelHandlerContext) {
        let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let broker = broker
        let regions = SentFiles(files)
        regions.write(bytes, to: context).whenComplete { result in
            regions.letGo()
            broker.responseLeft(bytes, fileBytes: regions.byteCount)
            let (handler, context) = handler.value
            if case .success = result { handler.finish(context) }
        }
    }

    private func finish(_ context: ChannelHandlerContext) {
        isBusy = false
        if isStopping { return context.close(promise: nil) }
        lastMove = .now()
        serveNext(context)
    }
}

/// Sent through a connection's pipeline: answer what is under way, then close.
struct StopServing: Sendable {}
