import Access
import Bytes
import CommitLog
import KafkaProtocol
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Answers requests out of the log. Requests are decoded and served on the reader threads, never on an event loop,
/// because the log may have to go to disk for any of them.
final class Broker: Sendable {
    let log: CommitLog
    let options: KafkaServer.Options
    let logger: Logger
    let statistics = StatisticsCounters()
    let readers: NIOThreadPool
    /// One thread for what waits for the disk.
    let administration = NIOThreadPool(numberOfThreads: 1)
    let waiters: FetchWaiters
    let groups: GroupService
    /// When the offsets of groups without members are looked at next.
    let offsetsCheck: Mutex<Int64>
    let readFailures: ReadFailures
    let budget: ResponseBudget
    let buffers: ResponseBuffers
    let sessions: FetchSessions
    /// Who may log in.
    let users: Users
    /// Checks passwords: one thread, so that guessing takes no more than one core.
    let logins = NIOThreadPool(numberOfThreads: 1)
    /// What those do who are not served; apart from it, so that neither hides the other, who failed to log in.
    let strangers: LineLimiter
    let failedLogins: LineLimiter
    /// Each Fetch begins with another partition, so that none starves behind a busy one.
    let fetchTurn = Atomic(0)

    /// This broker's number; there is only one.
    static let nodeID: Int32 = 1

    init(log: CommitLog, options: KafkaServer.Options, users: Users, logger: Logger, readers: NIOThreadPool) {
        self.log = log
        self.options = options
        self.logger = logger
        self.readers = readers
        readFailures = ReadFailures(logger: logger)
        waiters = FetchWaiters(readers: readers, readerThreads: options.readerThreads)
        budget = ResponseBudget(bytesMax: options.responseBytesMax)
        buffers = ResponseBuffers(idleBytesMax: options.responseBuffersBytesMax)
        sessions = FetchSessions(limits: options.fetchSessions)
        groups = GroupService(limits: options.groups, logger: logger)
        offsetsCheck = Mutex(GroupService.now() + options.groups.offsetsCheckMilliseconds)
        self.users = users
        strangers = LineLimiter(logger: logger)
        failedLogins = LineLimiter(logger: logger)
    }

    /// Takes one request in on a reader thread.
    func serve(_ frame: ByteBuffer, from asker: Asker, _ reply: ReplySlot) {
        statistics.requestCame(byteCount: frame.readableBytes)
        readers.submit { state in
            guard state == .active else { return reply.send(.close) }
            self.decode(frame, from: asker, reply)
        }
    }

    func responseLeft(_ bytes: ByteBuffer, fileBytes: Int = 0) {
        statistics.responseSent(byteCount: bytes.readableBytes + fileBytes)
        budget.giveBack(bytes.readableBytes)
        buffers.giveBack(bytes)
    }

    private func decode(_ frame: ByteBuffer, from asker: Asker, _ reply: ReplySlot) {
        frame.withUnsafeReadableBytes { bytes in
            do throws(KafkaProtocolError) {
                let fixed = try RequestHeader(fixedPartOf: bytes)
                if fixed.apiKey == APIKey.apiVersions.rawValue, fixed.supportedAPI == nil {
                    return RequestContext(header: fixed, api: .apiVersions, asker: asker, reply: reply, broker: self)
                        .refuseAPIVersions()
                }
                var (header, api, body) = try RequestHeader.read(bytes)
                let context = RequestContext(header: header, api: api, asker: asker, reply: reply, broker: self)
                try dispatch(api, &body, context)
            } catch {
                logger.warning("closing the connection of \(asker.client.host): \(error)")
                reply.send(.close)
            }
        }
    }

    private func dispatch(
        _ api: APIKey,
        _ body: inout KafkaReader,
        _ context: RequestContext
    ) throws(KafkaProtocolError) {
        switch api {
        case .apiVersions: context.send(apiVersions(try body.body(), context))
        case .metadata: answerMetadata(try body.body(), context)
        case .fetch: fetch(try body.body(), context)
        case .listOffsets: context.send(listOffsets(try body.body(), context.principal))
        case .offsetForLeaderEpoch: context.send(offsetForLeaderEpoch(try body.body(), context.principal))
        case .findCoordinator: context.send(findCoordinator(try body.body(), context))
        case .describeCluster: context.send(describeCluster(try body.body(), context))
        case .describeConfigs: context.send(describeConfigs(try body.body(), principal: context.principal))
        case .produce: produce(try body.body(), context)
        case .initProducerID: context.send(initProducerID(try body.body()))
        case .joinGroup: join(try body.body(), context)
        case .syncGroup: groups.sync(try body.body(), context)
        case .heartbeat: context.send(groups.heartbeat(try body.body()))
        case .leaveGroup: context.send(leave(try body.body(), context))
        case .offsetCommit: offsetCommit(try body.body(), context)
        case .offsetFetch: context.send(offsetFetch(try body.body(), context))
        case .describeGroups: context.send(describeGroups(try body.body(), context.principal))
        case .listGroups: context.send(listGroups(try body.body(), context.principal))
        case .deleteGroups: deleteGroups(try body.body(), context)
        case .createTopics, .deleteTopics, .createPartitions, .deleteRecords, .alterConfigs, .incrementalAlterConfigs:
            try dispatchAdministration(api, &body, context)
        case .offsetDelete: offsetDelete(try body.body(), context)
        case .saslHandshake, .saslAuthenticate:
            throw .unknownAPI(key: api.rawValue)
        }
    }
}
