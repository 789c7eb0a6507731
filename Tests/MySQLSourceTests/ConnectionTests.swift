import Glibc
import MySQLSource
import Testing

extension RealServerTests {
    @Suite struct ConnectionTests {
        @Test(arguments: TestServer.all) func connectsAndTellsWhatTheServerIs(_ server: TestServer) throws {
            let connection = try server.connect()
            #expect(connection.isOpen)
            #expect(connection.flavor == server.flavor)
            #expect(connection.serverVersion >= (server.flavor == .mysql ? ServerVersion(9, 7) : ServerVersion(10, 11)))
            #expect(try connection.query("SELECT 1, NULL, 'ä'") == [["1", nil, "ä"]])
            #expect(try connection.value("SELECT \(connection.literal("it's a \\ \"test\""))") == "it's a \\ \"test\"")
            connection.close()
            #expect(!connection.isOpen)
            #expect(try sourceError { try connection.query("SELECT 1") }.code == .connectionLost)
        }

        @Test(arguments: TestServer.all) func aWrongPasswordIsDeniedForGood(_ server: TestServer) throws {
            let error = try sourceError { _ = try server.connect(server.options(password: "wrong")) }
            #expect(error.code == .accessDenied)
            #expect(error.number == 1045)
            #expect(!error.isRetriable)
            #expect(error.description.contains("127.0.0.1:\(server.port)"))
            #expect(!error.description.contains("\n") && !error.remedy.contains("\n"))
        }

        @Test func anUnknownHostIsNamedAndTriedAgain() throws {
            var options = TestServer.all[0].options()
            options.host = "no-such-host.invalid"
            let error = try sourceError { try MySQLConnection(options).connect() }
            #expect(error.code == .unknownHost)
            #expect(error.isRetriable)
            #expect(error.description.contains("no-such-host.invalid"))
        }

        @Test func aClosedPortIsNamedAndTriedAgain() throws {
            var options = TestServer.all[0].options()
            options.port = 1
            let error = try sourceError { try MySQLConnection(options).connect() }
            #expect(error.code == .cannotConnect)
            #expect(error.isRetriable)
        }

        @Test func aPortThatAnswersNothingTimesOut() throws {
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(listener) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, length)
                    listen(listener, 1)
                    getsockname(listener, $0, &length)
                }
            }
            var options = TestServer.all[0].options()
            options.port = UInt16(bigEndian: address.sin_port)
            options.connectTimeoutSeconds = 1
            let started = ContinuousClock.now
            let error = try sourceError { try MySQLConnection(options).connect() }
            #expect(error.code == .cannotConnect && error.isRetriable, "\(error)")
            #expect(ContinuousClock.now - started < .seconds(4))
        }

        @Test(arguments: TestServer.all) func aRefusedStatementCarriesTheServersWords(_ server: TestServer) throws {
            let connection = try server.connect()
            let error = try sourceError { try connection.query("SELECT * FROM no_such_database.t") }
            #expect(error.code == .queryFailed || error.code == .missingGrant)
            #expect(error.serverText.contains("no_such_database"))
            #expect(try connection.value("SELECT 2") == "2", "the connection stays usable")
        }

        @Test(arguments: TestServer.all) func aSilentServerIsATimeout(_ server: TestServer) throws {
            var options = server.options()
            options.readTimeoutSeconds = 1
            let connection = try server.connect(options)
            let error = try sourceError { try connection.query("SELECT SLEEP(5)") }
            #expect(error.code == .timeout)
            #expect(error.isRetriable)
        }

        @Test(arguments: TestServer.all) func aKilledConnectionIsLost(_ server: TestServer) throws {
            let connection = try server.connect()
            let id = try #require(try connection.value("SELECT CONNECTION_ID()"))
            try server.execute("KILL \(id)")
            usleep(100_000)
            let error = try sourceError { try connection.query("SELECT 1") }
            #expect(error.isRetriable, "\(error)")
        }

        @Test(arguments: TestServer.all) func interruptFromAnotherThreadReturnsPromptly(_ server: TestServer) throws {
            let connection = try server.connect()
            let started = ContinuousClock.now
            after(milliseconds: 200) { connection.interrupt() }
            let error = try sourceError { try connection.query("SELECT SLEEP(20)") }
            #expect(error.code == .interrupted)
            #expect(ContinuousClock.now - started < .seconds(3))
            #expect(try sourceError { try connection.connect() }.code == .interrupted)
        }
    }
}

/// Runs `body` on a thread of its own, later.
func after(milliseconds: UInt32, _ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Later(milliseconds: milliseconds, body: body)).toOpaque()
    pthread_create(
        &thread,
        nil,
        { context in
            guard let context else { return nil }
            let later = Unmanaged<Later>.fromOpaque(context).takeRetainedValue()
            usleep(later.milliseconds * 1_000)
            later.body()
            return nil
        },
        context
    )
    pthread_detach(thread)
}

private final class Later {
    let milliseconds: UInt32
    let body: @Sendable () -> Void

    init(milliseconds: UInt32, body: @escaping @Sendable () -> Void) {
        self.milliseconds = milliseconds
        self.body = body
    }
}
