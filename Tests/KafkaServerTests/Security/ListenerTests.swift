import Access
import Glibc
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Listeners")
struct ListenerTests {
    /// The first listener is open, the second asks for a login.
    private func options(_ mechanisms: [SASLMechanism] = [.scramSHA512]) -> KafkaServer.Options {
        var options = KafkaServer.Options(listeners: [
            KafkaServer.Listener(port: 0),
            KafkaServer.Listener(
                port: 0, advertisedHost: "queue.example", advertisedPort: 4321, mechanisms: mechanisms),
        ])
        options.failedLoginDelayMilliseconds = 10
        return options
    }

    private func connection(_ test: TestServer, user: String? = nil, password: String? = nil) throws -> BrokerConnection
    {
        var options = KafkaClient.Options()
        options.timeoutMilliseconds = 5_000
        options.login = user.map { ClientLogin(name: $0, password: password ?? $0) }
        let port = try #require(test.server.ports.last)
        return try BrokerConnection.open(BrokerAddress(host: "127.0.0.1", port: UInt16(port)), options)
    }

    @Test("clients are told the address of the listener that they came in by")
    func advertised() async throws {
        try await TestServer.run(options: options(), users: TestUsers.users) { test in
            let inside = try connection(test, user: "all")
            #expect(try inside.send(MetadataRequest()).brokers.map(\.host) == ["queue.example"])
            #expect(try inside.send(DescribeClusterRequest()).brokers.map(\.port) == [4321])
            let coordinator = try inside.send(
                FindCoordinatorRequest {
                    $0.key = "g"
                    $0.keys = ["g"]
                })
            #expect(coordinator.coordinators.map(\.host) == ["queue.example"])
            #expect(try test.connection().send(MetadataRequest()).brokers.map(\.port) == [Int32(test.port)])
        }
    }

    @Test("SASL is listed, and known, where a login is asked for and nowhere else")
    func listed() async throws {
        try await TestServer.run(options: options(), users: TestUsers.users) { test in
            func keys(_ connection: BrokerConnection) throws -> Set<Int16> {
                Set(try connection.exchange(APIVersionsRequest(), version: 0).apis.map(\.key))
            }
            let (open, closed) = (try keys(test.connection()), try keys(connection(test)))
            #expect(closed.subtracting(open) == [17, 36])
            let socket = try RawConnection(port: test.port)
            try socket.send(SASLHandshakeRequest { $0.mechanism = "PLAIN" }, version: 1, correlationID: 1)
            #expect(socket.isClosedByServer())
        }
    }

    @Test("before the login only ApiVersions is answered, and nothing long is read")
    func beforeLogin() async throws {
        try await TestServer.run(options: options(), users: TestUsers.users) { test in
            _ = try test.log.createTopic(name: "open", partitions: 1)
            #expect(throws: KafkaClientError.self) { try connection(test).send(MetadataRequest()) }
            #expect(throws: KafkaClientError.self) { try connection(test).send(ListGroupsRequest()) }
            let socket = try RawConnection(port: try #require(test.server.ports.last))
            try socket.send([0, 1, 0, 1])
            #expect(socket.isClosedByServer())
        }
    }

    @Test("who does not log in in time is shown the door")
    func loginTakesTooLong() async throws {
        var options = options()
        options.loginMillisecondsMax = 200
        try await TestServer.run(options: options, users: TestUsers.users) { test in
            let socket = try RawConnection(port: try #require(test.server.ports.last))
            let begin = ContinuousClock.now
            #expect(socket.isClosedByServer())
            #expect(begin.duration(to: .now) < .seconds(4))
            // Once logged in there is no such limit.
            let inside = try connection(test, user: "all")
            usleep(400_000)
            #expect(try inside.send(MetadataRequest()).brokers.count == 1)
        }
    }

    @Test("a wrong password is refused after a while, and counted")
    func wrongPassword() async throws {
        var options = options()
        options.failedLoginDelayMilliseconds = 300
        try await TestServer.run(options: options, users: TestUsers.users) { test in
            for (name, password) in [("all", "wrong"), ("nobody", "all")] {
                let begin = ContinuousClock.now
                let error = #expect(throws: KafkaClientError.self) {
                    _ = try connection(test, user: name, password: password)
                }
                #expect(error?.code == .loginRefused)
                #expect(begin.duration(to: .now) > .milliseconds(300))
            }
            #expect(test.server.statistics.loginsFailed == 2)
        }
    }

    @Test("our client takes the best mechanism that is offered, and sends no password in plain text")
    func mechanisms() async throws {
        try await TestServer.run(options: options([.scramSHA256]), users: TestUsers.users) { test in
            let inside = try connection(test, user: "all")
            #expect(try inside.send(MetadataRequest()).brokers.count == 1)
        }
        try await TestServer.run(options: options([.plain]), users: TestUsers.users) { test in
            let error = #expect(throws: KafkaClientError.self) { _ = try connection(test, user: "all") }
            #expect(error?.code == .loginRefused)
        }
    }

    @Test("a login again on the same connection is refused")
    func loginTwice() async throws {
        try await TestServer.run(options: options(), users: TestUsers.users) { test in
            let inside = try connection(test, user: "all")
            let answer = try inside.send(SASLHandshakeRequest { $0.mechanism = "SCRAM-SHA-512" })
            #expect(answer.errorCode == .illegalSASLState)
        }
    }
}
