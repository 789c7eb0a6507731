import Binlog
import Glibc
import MySQLSource
import Testing

extension RealServerTests {
    @Suite struct BinlogStreamTests {
        @Test(arguments: TestServer.all) func aDumpFromTheStartReadsDescriptionAndRows(_ server: TestServer) throws {
            try server.createTable("dump", "id INT PRIMARY KEY, name VARCHAR(40)")
            let before = try SourcePositions.read(try server.connect())
            try server.execute("INSERT INTO leat_source.dump VALUES (1, 'the marked row')")
            let types = try read(server, from: .file(name: before.end.file, position: 4))
            #expect(types.map(\.type).prefix(2) == [Wire.rotate, Wire.formatDescription])
            let rows = try read(server, from: .file(name: before.end.file, position: before.end.position))
            #expect(rows.contains { Wire.writeRows.contains($0.type) && $0.contains("the marked row") })
            #expect(!types.contains { $0.bytes.count < 19 })
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func aMySQLDumpByGTIDBeginsBehindTheSet() throws {
            let server = try #require(TestServer.mysql)
            try server.createTable("gtid", "id INT PRIMARY KEY, name VARCHAR(40)")
            try server.execute("INSERT INTO leat_source.gtid VALUES (1, 'row before')")
            let executed = try #require(try SourcePositions.read(try server.connect()).executed)
            try server.execute("INSERT INTO leat_source.gtid VALUES (2, 'row after')")
            let events = try read(server, from: .mysqlGTID(executed))
            #expect(!events.contains { $0.contains("row before") })
            #expect(events.count { $0.contains("row after") } == 1)
        }

        @Test(.enabled(if: TestServer.mariadb != nil)) func aMariaDBDumpByGTIDBeginsBehindThePosition() throws {
            let server = try #require(TestServer.mariadb)
            try server.createTable("gtid", "id INT PRIMARY KEY, name VARCHAR(40)")
            try server.execute("INSERT INTO leat_source.gtid VALUES (1, 'row before')")
            let connection = try server.connect()
            let positions = try SourcePositions.read(connection)
            let gtid = try #require(positions.mariadbGTID)
            #expect(try SourcePositions.mariadbGTID(at: positions.end, connection) == gtid)
            try server.execute("INSERT INTO leat_source.gtid VALUES (2, 'row after')")
            let events = try read(server, from: .mariadbGTID(gtid))
            // With annotations on, the statement's text carries the value too.
            #expect(!events.contains { Wire.writeRows.contains($0.type) && $0.contains("row before") })
            #expect(events.count { Wire.writeRows.contains($0.type) && $0.contains("row after") } == 1)
        }

        @Test(arguments: TestServer.all) func anEventOfManyPacketsComesWhole(_ server: TestServer) throws {
            try server.createTable("large", "id INT PRIMARY KEY, body LONGBLOB")
            try server.execute("SET GLOBAL max_allowed_packet = 1073741824")
            let before = try SourcePositions.read(try server.connect()).end
            let length = 40_000_000
            try server.execute("INSERT INTO leat_source.large VALUES (1, REPEAT('x', \(length)))")
            let (connection, stream) = try open(server, from: .file(name: before.file, position: before.position))
            var found = false
            while !found, let event = try stream.next() {
                guard Wire.writeRows.contains(event[4]), event.count > length else { continue }
                found = true
                // The value is the row's last column; only the checksum follows. Equal to itself one byte on: all
                // bytes alike.
                let value = try #require(event.baseAddress) + (event.count - 4 - length)
                #expect(value.load(as: UInt8.self) == UInt8(ascii: "x"))
                #expect(memcmp(value, value + 1, length - 1) == 0)
                #expect(stream.isBufferOversized)
            }
            #expect(found)
            connection.close()
        }

        @Test(arguments: TestServer.all) func positionsRunWithoutGapsToTheEnd(_ server: TestServer) throws {
            try server.createTable("gaps", "id INT PRIMARY KEY AUTO_INCREMENT, v INT")
            try server.execute("FLUSH BINARY LOGS")
            for _ in 0..<20 { try server.execute("INSERT INTO leat_source.gaps (v) VALUES (1), (2), (3)") }
            let end = try SourcePositions.read(try server.connect()).end
            var position = BinlogPosition(file: end.file, position: 4)
            let (_, stream) = try open(server, from: .file(name: end.file, position: 4))
            // Other tests write to the server meanwhile: what comes behind that end is not looked at.
            while position.position < end.position, let event = try stream.next() {
                try position.advance(over: try EventHeader(event))
            }
            #expect(position == end)
        }

        @Test(arguments: TestServer.all) func aServerThatEndsTheStreamIsTriedAgain(_ server: TestServer) throws {
            let end = try SourcePositions.read(try server.connect()).end
            let connection = try server.connect()
            let id = try #require(try connection.value("SELECT CONNECTION_ID()"))
            let stream = try BinlogStream.open(
                connection,
                from: .file(name: end.file, position: end.position),
                as: try .choose(connection)
            )
            _ = try stream.next()
            try server.execute("KILL \(id)")
            let error = try sourceError { while try stream.next() != nil {} }
            #expect(error.isRetriable, "\(error)")
            #expect(!connection.isOpen)
        }

        @Test(arguments: TestServer.all) func aPositionBeyondFourGiBIsNamed(_ server: TestServer) throws {
            let error = try sourceError { _ = try read(server, from: .file(name: "binlog.000001", position: 1 << 32)) }
            #expect(error.code == .positionInvalid && error.remedy.contains("GTID"))
        }

        @Test(arguments: TestServer.all) func aGTIDOfTheOtherFamilyIsNamed(_ server: TestServer) throws {
            let start = server.flavor == .mysql ? BinlogStart.mariadbGTID("0-1-1") : .mysqlGTID(GTIDSet())
            let error = try sourceError { _ = try read(server, from: start) }
            #expect(error.code == .positionInvalid && error.description.contains(server.flavor.rawValue))
        }

        @Test(arguments: TestServer.all) func aUserWithoutReplicationGrantsIsNamed(_ server: TestServer) throws {
            try server.createUser("poor", identified: "BY 'poor'", privileges: "SELECT")
            let connection = try server.connect(server.options(user: "poor", password: "poor"))
            let error = try sourceError {
                _ = try BinlogStream.open(
                    connection,
                    from: .file(name: "binlog.000001", position: 4),
                    as: ReplicaIdentity(serverId: 4_713)
                )
            }
            #expect(error.code == .missingGrant || error.code == .accessDenied, "\(error)")
            #expect(!error.isRetriable)
        }

        @Test(arguments: TestServer.all) func aPurgedFileIsNamedWithItsRemedy(_ server: TestServer) throws {
            try server.execute("FLUSH BINARY LOGS", "FLUSH BINARY LOGS")
            let old = try SourcePositions.read(try server.connect())
            let last = try #require(old.files.last)
            try server.purgeBinlogs(before: last.name)
            let now = try SourcePositions.read(try server.connect())
            #expect(now.earliest.file == last.name)
            let error = try sourceError { _ = try read(server, from: .file(name: old.earliest.file, position: 4)) }
            #expect(error.code == .purged, "\(error)")
            #expect(error.number == 1236)
            #expect(!error.isRetriable)
            #expect(error.remedy.contains("position set"))
            #expect(now.purged?.isEmpty != true, "a purge of GTIDs shows")
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func purgedGTIDsAreNamed() throws {
            let server = try #require(TestServer.mysql)
            try server.createTable("purged", "id INT PRIMARY KEY")
            try server.execute("FLUSH BINARY LOGS")
            let last = try #require(try SourcePositions.read(try server.connect()).files.last)
            try server.purgeBinlogs(before: last.name)
            let error = try sourceError { _ = try read(server, from: .mysqlGTID(GTIDSet())) }
            #expect(error.code == .purged, "\(error)")
        }

        @Test(.enabled(if: TestServer.mariadb != nil)) func purgedAndUnknownMariaDBGTIDsAreNamed() throws {
            let server = try #require(TestServer.mariadb)
            try server.createTable("purged", "id INT PRIMARY KEY")
            try server.execute("FLUSH BINARY LOGS")
            let last = try #require(try SourcePositions.read(try server.connect()).files.last)
            try server.purgeBinlogs(before: last.name)
            let purged = try sourceError { _ = try read(server, from: .mariadbGTID("0-1-1")) }
            #expect(purged.code == .purged, "\(purged)")
            let unknown = try sourceError { _ = try read(server, from: .mariadbGTID("0-1-999999999")) }
            #expect(unknown.code == .gtidUnknown, "\(unknown)")
        }

        @Test(arguments: TestServer.all) func aPositionBehindTheEndIsInvalid(_ server: TestServer) throws {
            let end = try SourcePositions.read(try server.connect()).end
            let error = try sourceError {
                _ = try read(server, from: .file(name: end.file, position: end.position + 100_000_000))
            }
            #expect(error.code == .positionInvalid, "\(error)")
        }

        @Test(arguments: TestServer.all) func aDuplicateServerIdIsNamed(_ server: TestServer) throws {
            let end = try SourcePositions.read(try server.connect()).end
            let start = BinlogStart.file(name: end.file, position: end.position)
            let replica = ReplicaIdentity(serverId: 4_711)
            var options = server.options()
            options.serverId = .fixed(4_711)
            options.heartbeatMilliseconds = 100
            let first = try server.connect(options)
            let stream = try BinlogStream.open(first, from: start, as: replica)
            _ = try stream.next()
            let second = try server.connect(options)
            let newer = try BinlogStream.open(second, from: start, as: replica)
            _ = try newer.next()
            let error = try sourceError { while try stream.next() != nil {} }
            #expect(error.code == .serverIdClash, "\(error)")
            #expect(!error.isRetriable)
        }

        @Test(arguments: TestServer.all) func anIdleServerSendsHeartbeats(_ server: TestServer) throws {
            var options = server.options()
            options.heartbeatMilliseconds = 100
            options.readTimeoutSeconds = 1
            let end = try SourcePositions.read(try server.connect()).end
            let (_, stream) = try open(
                server,
                from: .file(name: end.file, position: end.position),
                options: options,
                stopsAtEnd: false
            )
            var heartbeats = 0
            let started = ContinuousClock.now
            while heartbeats < 15, ContinuousClock.now - started < .seconds(10), let event = try stream.next() {
                if Wire.heartbeats.contains(event[4]) { heartbeats += 1 }
            }
            #expect(heartbeats == 15, "the stream outlives its read timeout")
            #expect(!stream.hasBufferedInput)
        }

        @Test(arguments: TestServer.all) func withoutHeartbeatsTheReadTimesOut(_ server: TestServer) throws {
            var options = server.options()
            options.heartbeatMilliseconds = 60_000
            options.readTimeoutSeconds = 1
            let end = try SourcePositions.read(try server.connect()).end
            let (_, stream) = try open(
                server,
                from: .file(name: end.file, position: end.position),
                options: options,
                stopsAtEnd: false
            )
            let error = try sourceError { while try stream.next() != nil {} }
            #expect(error.code == .timeout, "\(error)")
            #expect(error.isRetriable)
        }

        @Test(arguments: TestServer.all) func interruptEndsAWaitingStreamPromptly(_ server: TestServer) throws {
            let end = try SourcePositions.read(try server.connect()).end
            let (connection, stream) = try open(
                server,
                from: .file(name: end.file, position: end.position),
                stopsAtEnd: false
            )
            let started = ContinuousClock.now
            after(milliseconds: 300) { connection.interrupt() }
            let error = try sourceError { while try stream.next() != nil {} }
            #expect(error.code == .interrupted)
            #expect(ContinuousClock.now - started < .seconds(2))
            #expect(try sourceError { _ = try stream.next() }.code == .connectionLost)
        }

        @Test(arguments: TestServer.all) func waitingBytesShowAsBufferedInput(_ server: TestServer) throws {
            try server.createTable("buffered", "id INT PRIMARY KEY")
            let end = try SourcePositions.read(try server.connect()).end
            let (_, stream) = try open(
                server,
                from: .file(name: end.file, position: end.position),
                stopsAtEnd: false
            )
            _ = try stream.next()
            try server.execute("INSERT INTO leat_source.buffered VALUES (1)")
            usleep(300_000)
            #expect(stream.hasBufferedInput)
        }

        private func open(
            _ server: TestServer,
            from start: BinlogStart,
            options: SourceOptions? = nil,
            stopsAtEnd: Bool = true
        ) throws -> (MySQLConnection, BinlogStream) {
            let connection = try server.connect(options)
            let replica = try ReplicaIdentity.choose(connection)
            return (connection, try BinlogStream.open(connection, from: start, as: replica, stopsAtEnd: stopsAtEnd))
        }

        private func read(_ server: TestServer, from start: BinlogStart) throws -> [Event] {
            let (connection, stream) = try open(server, from: start)
            defer { connection.close() }
            var events: [Event] = []
            while let event = try stream.next() { events.append(Event(bytes: Array(event))) }
            #expect(stream.events == UInt64(events.count))
            return events
        }
    }
}

/// One event, copied.
private struct Event {
    let bytes: [UInt8]

    var type: UInt8 { bytes[4] }

    func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }
}

/// Event types by their numbers on the wire, so that these tests do not lean on the decoder.
private enum Wire {
    static let rotate: UInt8 = 4
    static let formatDescription: UInt8 = 15
    static let writeRows: Set<UInt8> = [23, 30]
    static let heartbeats: Set<UInt8> = [27, 41]
}
