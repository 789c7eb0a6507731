import LeatConfiguration
import Testing

@Suite struct SourceConfigurationTests {
    @Test func everyKeyIsRead() throws {
        let text = configuration(
            source: """
                host: db.example.org
                port: 3307
                user: bridge
                password: "secret"
                tls: verify-identity
                server_id: 4294967295
                start: file:mysql-bin.000007:1234
                connect_timeout: 3s
                heartbeat_interval: 500ms
                retry_interval_min: 50ms
                retry_interval_max: 2m
                read_timeout: 9s
                write_timeout: 8s
                net_write_timeout: 1d
                packet_bytes_max: 64MiB
                buffer_bytes_max: 16MiB
                transaction_bytes_max: 256MiB
                """
        )
        let source = try #require(try load(text).sources.first)
        #expect(source.host == "db.example.org")
        #expect(source.port == 3307)
        #expect(source.user == "bridge")
        #expect(source.password == "secret")
        #expect(source.tls.mode == .verifyIdentity)
        #expect(source.serverID == 4_294_967_295)
        #expect(source.start == .file("mysql-bin.000007", position: 1234))
        #expect(source.connectTimeout == .seconds(3))
        #expect(source.heartbeatInterval == .milliseconds(500))
        #expect(source.retryIntervalMin == .milliseconds(50))
        #expect(source.retryIntervalMax == .seconds(120))
        #expect(source.readTimeout == .seconds(9))
        #expect(source.writeTimeout == .seconds(8))
        #expect(source.netWriteTimeout == .seconds(86_400))
        #expect(source.packetBytesMax == 64 << 20)
        #expect(source.bufferBytesMax == 16 << 20)
        #expect(source.transactionBytesMax == 256 << 20)
    }

    @Test(arguments: [
        ("earliest", StartPlace.earliest), ("latest", .latest), ("gtid:0-1-100,1-1-5", .gtid("0-1-100,1-1-5")),
        ("gtid:3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5", .gtid("3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5")),
        ("file:bin.000001:4", .file("bin.000001", position: 4)),
    ])
    func startIsAPosition(text: String, position: StartPlace) throws {
        #expect(try load(configuration(source: "start: \(text)")).sources.first?.start == position)
    }

    @Test(arguments: ["first", "gtid:", "file:", "file:x", "file:x:y", "file:x:3", "file::4", "earliest:1", "latest:"])
    func anythingElseIsNoPosition(text: String) throws {
        let found = try issues(configuration(source: "start: \"\(text)\""))
        #expect(found.map(\.line) == [4])
        #expect(found.first?.what == "`sources[0].start` is `\(text)`, which is no position")
    }

    @Test func startAtATimeIsNotYetThere() throws {
        let found = try issues(configuration(source: "start: time:2026-01-01T00:00:00Z"))
        #expect(found.map(\.what) == ["`start: time:…` is not in this version yet"])
    }

    @Test(arguments: ["0", "4294967296", "-1", "x"])
    func serverIDIsAutoOrANumber(text: String) throws {
        #expect(try issues(configuration(source: "server_id: \(text)")).count == 1)
        #expect(try load(configuration(source: "server_id: auto")).sources.first?.serverID == nil)
    }

    @Test(arguments: ["view", "a/b", "ä", "a b", "..", "\"\""])
    func sourceNameBeginsATopic(name: String) throws {
        let found = try issues("sources: [{ name: \(name), pipelines: [notify.yaml] }]")
        #expect(found.count == 1)
        #expect(found.first?.line == 1)
    }

    @Test func namesAreUnique() throws {
        let text = """
            sources:
              - { name: a, pipelines: [notify.yaml] }
              - { name: a, pipelines: [notify.yaml, notify.yaml] }
            """
        let found = try issues(text)
        #expect(
            found.map(\.what) == [
                "two pipelines of this source are named `notify`", "two sources are named `a`",
            ]
        )
        #expect(found.map(\.line) == [3, 3])
    }

    @Test func silenceMustOutlastTheHeartbeat() throws {
        let found = try issues(configuration(source: "read_timeout: 2s\nheartbeat_interval: 2s"))
        #expect(found.map(\.remedy) == ["make read_timeout several heartbeats long"])
    }

    @Test func certificateNeedsItsKey() throws {
        let found = try issues(configuration(source: "cert: /nowhere/leat.pem"))
        #expect(
            found.map(\.what) == [
                "`cert` names /nowhere/leat.pem: there is no such file",
                "`sources[0]` has only one of `cert` and `key`",
            ]
        )
    }

    @Test func emptyPasswordIsAPassword() throws {
        #expect(try load(configuration(source: "password: \"\"")).sources.first?.password == "")
    }
}
