import CommitLog
import Glibc
import MySQLSource
import Testing

@testable import Bridge

/// Whole sessions without a server: events cut into chunks and connections in every way give the same records.
@Suite(.inPartsToo) struct SessionDecoderTests {
    /// A log, and the sessions that follow each other on it.
    final class Sessions {
        let temporary: TemporaryLog
        let source: SourceID
        let options: SourceBridgeOptions
        let flavor: ServerFlavor
        private(set) var position: SourceCheckpoint
        private(set) var isFirst = true

        init(_ start: SourceCheckpoint, _ flavor: ServerFlavor, _ pipeline: SourcePipeline) throws {
            temporary = try TemporaryLog()
            source = try temporary.log.registerSource(named: "s")
            options = .test([pipeline], inParts: InPartsToo.isOn)
            self.flavor = flavor
            position = start
        }

        /// One connection that delivers these chunks, is silent for a while and ends.
        func run(_ chunks: [[[UInt8]]], isCareful: Bool = false, silentMilliseconds: UInt32 = 0) -> BridgeError? {
            // So small that no chunk is joined with another, and only one waits at a time.
            let queue = ChunkQueue(bytesMax: 1, chunkBytes: 1)
            let decoder = SessionDecoder(
                options: options, log: temporary.log, sourceID: source, flavor: flavor,
                start: SessionStart(resume: ResumePoint(checkpoint: position), isFirst: isFirst, isCareful: isCareful),
                queue: queue,
                status: StatusBoard(name: "s"), onFailure: {})
            let wait = decoder.run()
            var chunk = queue.emptyChunk()
            for events in chunks {
                for event in events { event.withUnsafeBytes { chunk.append($0) } }
                guard let next = queue.push(chunk) else { break }
                chunk = next
            }
            usleep(silentMilliseconds * 1000)
            queue.finish()
            wait()
            position = decoder.resumeFrom.checkpoint
            isFirst = false
            return decoder.failure
        }

        /// What the server sends to one who continues at `position`.
        func rest(of events: [[UInt8]]) -> [[UInt8]] {
            let rotate = EventMaker.artificialRotate(to: position.file, position.position)
            guard position.file == "binlog.000001" else { return [rotate] }
            return [rotate] + events.filter { UInt64($0.endPosition) > position.position }
        }

        func keys() throws -> [String: [String]] {
            temporary.log.close()
            var keys: [String: [String]] = [:]
            for topic in temporary.log.topics() {
                keys[topic.name] = try temporary.records(of: topic.name)[0].map { $0.key ?? "null" }
            }
            return keys
        }
    }

    func sessions(_ fixture: BinlogFixture) throws -> Sessions {
        try Sessions(
            EventDecoderFixtureTests.start(fixture), fixture.flavour == .mysql ? .mysql : .mariadb,
            .fixtureTables())
    }

    func check(_ sessions: Sessions, _ fixture: BinlogFixture, _ comment: Comment) throws {
        #expect(try sessions.keys() == EventDecoderFixtureTests.keys(fixture), comment)
        let saved = try sessions.temporary.checkpoint(of: sessions.source)
        #expect(saved == sessions.position, comment)
        #expect(saved?.file == "binlog.000002" && saved?.position == 4, comment)
        #expect(saved?.gtid == EventDecoderFixtureTests.gtids(fixture), comment)
    }

    @Test(arguments: BinlogFixture.both)
    func chunksCutAtAnyEventGiveTheSameRecords(_ fixture: BinlogFixture) throws {
        let events = try fixture.eventsWithoutXA
        for cut in 0...events.count {
            let sessions = try sessions(fixture)
            #expect(sessions.run([Array(events[..<cut]), Array(events[cut...])]) == nil)
            try check(sessions, fixture, "cut before event \(cut)")
        }
    }

    @Test(arguments: BinlogFixture.both, [false, true])
    func eachEventInAChunkOfItsOwnGivesTheSameRecords(_ fixture: BinlogFixture, isCareful: Bool) throws {
        let sessions = try sessions(fixture)
        #expect(sessions.run(try fixture.eventsWithoutXA.map { [$0] }, isCareful: isCareful) == nil)
        try check(sessions, fixture, "one by one")
    }

    @Test(arguments: BinlogFixture.both)
    func connectionsLostAtAnyEventGiveEveryRecordOnce(_ fixture: BinlogFixture) throws {
        let events = try fixture.eventsWithoutXA
        for cut in 0...events.count {
            let sessions = try sessions(fixture)
            #expect(sessions.run([Array(events[..<cut])]) == nil)
            #expect(sessions.run([sessions.rest(of: events)]) == nil)
            try check(sessions, fixture, "lost before event \(cut)")
        }
    }

    @Test func aTransactionThatPausesIsNotCutInTwo() throws {
        var maker = EventMaker()
        // DDL first: the position is ahead without a record, so that there is something to save.
        let events = [maker.gtid(1), maker.query("CREATE TABLE db.t (id INT)")] + maker.openTransaction(2, 1, 2)
        let sessions = try Sessions(.test(.mysqlGTID), .mysql, .everything())
        // Longer than the second after which the position of a silent source is saved.
        #expect(sessions.run([events], silentMilliseconds: 1300) == nil)
        let rest = events.filter { UInt64($0.endPosition) > sessions.position.position }
        #expect(sessions.run([rest + [maker.xid()]]) == nil)
        #expect(try sessions.keys() == ["s.db.t": [#"{"id":1}"#, #"{"id":2}"#]])
    }

    @Test func aRefusalKeepsTheWholeTransactionsBeforeItByReadingCarefully() throws {
        var maker = EventMaker()
        let whole = maker.transaction(1, 1) + maker.transaction(2, 2)
        let events = whole + [maker.gtid(3), maker.query("BEGIN"), maker.query("DELETE FROM t")]
        let sessions = try Sessions(.test(.mysqlGTID), .mysql, .everything())
        var error = try #require(sessions.run([events]))
        if error.isWorthCarefulReading {
            let rest = events.filter { UInt64($0.endPosition) > sessions.position.position }
            error = try #require(sessions.run([rest], isCareful: true))
        }
        #expect(!error.isWorthCarefulReading && error.what.contains("a statement that changes rows (delete)"))
        #expect(try sessions.keys() == ["s.db.t": [#"{"id":1}"#, #"{"id":2}"#]])
        #expect(sessions.position.gtid == "\(EventMaker.uuid):1-2")
    }

    @Test func theFirstSessionSavesWhereItBeginsBeforeItReads() throws {
        var maker = EventMaker()
        let sessions = try Sessions(.test(), .mysql, .everything())
        #expect(sessions.run([[maker.gtid(1), maker.query("BEGIN")]]) == nil)
        #expect(sessions.position == .test())
        sessions.temporary.log.close()
        let saved = try #require(sessions.temporary.log.sourceState(sessions.source))
        #expect(try SourceCheckpoint(decoding: saved) == .test())
    }
}
