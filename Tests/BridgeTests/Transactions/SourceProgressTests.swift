import Binlog
import Testing

@testable import Bridge

@Suite struct SourceProgressTests {
    static let uuid = "0d80bc85-e593-11f1-b9a8-02fc00000001"

    func progress(
        _ mode: SourceCheckpoint.Mode = .file, _ gtid: String = "", position: UInt64 = 1000, isFirst: Bool = false
    ) throws -> SourceProgress {
        let start = SourceCheckpoint(
            mode: mode, generation: 5, file: "b.1", position: position, commitMicroseconds: 77, identity: "s",
            gtid: gtid)
        return try SourceProgress(start, isFirst: isFirst)
    }

    func header(_ type: EventType = .query, length: UInt32, end: UInt32, flags: UInt16 = 0) -> EventHeader {
        EventHeader(timestamp: 1, type: type, serverId: 1, eventLength: length, nextPosition: end, flags: flags)
    }

    func gtid(_ number: UInt64) throws -> GTID { GTID(uuid: try #require(ServerUUID(Self.uuid)), number: number) }

    @Test func firstCheckpointCarriesTheWholeSetAndLaterOnesOnlyTheDelta() throws {
        var progress = try progress(.mysqlGTID, "\(Self.uuid):1-10", isFirst: true)
        #expect(progress.isAhead)
        try progress.advance(over: header(length: 100, end: 1100))
        progress.commit(microseconds: 88, mysql: try gtid(12), mariadb: nil)
        let first = progress.takeCheckpoint()
        let expected = SourceCheckpoint(
            mode: .mysqlGTID, generation: 5, file: "b.1", position: 1100, commitMicroseconds: 88, identity: "s",
            gtid: "\(Self.uuid):1-10:12")
        #expect(first == expected && !progress.isAhead)
        try progress.advance(over: header(length: 50, end: 1150))
        progress.commit(microseconds: 0, mysql: try gtid(13), mariadb: nil)
        let second = progress.takeCheckpoint()
        #expect(second.gtid == "\(Self.uuid):13" && second.position == 1150)
        #expect(second.commitMicroseconds == 88, "an unknown time leaves the last one")
        #expect(progress.takeCheckpoint().gtid.isEmpty)
    }

    @Test func mariadbsFirstCheckpointCarriesEveryDomain() throws {
        var progress = try progress(.mariadbGTID, "0-1-5,3-1-9", isFirst: true)
        progress.commit(microseconds: 1, mysql: nil, mariadb: MariaDBGTID(domain: 0, server: 2, sequence: 6))
        #expect(progress.takeCheckpoint().gtid == "0-2-6,3-1-9")
        progress.commit(microseconds: 1, mysql: nil, mariadb: MariaDBGTID(domain: 3, server: 2, sequence: 10))
        #expect(progress.takeCheckpoint().gtid == "3-2-10")
    }

    @Test func aSourceThatTheLogKnowsBeginsWithNothingToSave() throws {
        var progress = try progress(.mysqlGTID, "\(Self.uuid):1-10")
        #expect(!progress.isAhead)
        progress.commit(microseconds: 1, mysql: try gtid(11), mariadb: nil)
        #expect(progress.isAhead)
        #expect(progress.takeCheckpoint().gtid == "\(Self.uuid):11")
    }

    @Test func onlyACommitMovesWhatIsSaved() throws {
        var progress = try progress()
        try progress.advance(over: header(length: 100, end: 1100))
        #expect(progress.position.position == 1100 && progress.committed.position == 1000 && !progress.isAhead)
        progress.commit(microseconds: 1, mysql: nil, mariadb: nil)
        #expect(progress.takeCheckpoint().position == 1100)
    }

    @Test func rotateBetweenGroupsMovesWhatIsSaved() throws {
        var progress = try progress()
        progress.rotate(to: BinlogPosition(file: "b.2", position: 4), isBetweenGroups: true)
        #expect(progress.isAhead)
        let checkpoint = progress.takeCheckpoint()
        #expect(checkpoint.file == "b.2" && checkpoint.position == 4)
        progress.rotate(to: BinlogPosition(file: "b.2", position: 4), isBetweenGroups: true)
        #expect(!progress.isAhead, "the artificial ROTATE of a new connection says nothing new")
    }

    @Test func rotateInsideOfAGroupKeepsWhatIsSaved() throws {
        var progress = try progress()
        progress.rotate(to: BinlogPosition(file: "b.2", position: 4), isBetweenGroups: false)
        #expect(progress.position == BinlogPosition(file: "b.2", position: 4))
        #expect(progress.committed == BinlogPosition(file: "b.1", position: 1000) && !progress.isAhead)
    }

    @Test func aGapIsPassedOver() throws {
        var progress = try progress()
        try progress.advance(over: header(length: 100, end: 5100))
        #expect(progress.position.position == 5100)
    }

    @Test(arguments: [1099, 1000, 500, 100] as [UInt32])
    func aStepBackIsRefused(end: UInt32) throws {
        var progress = try progress()
        let error = #expect(throws: BinlogError.self) { try progress.advance(over: header(length: 100, end: end)) }
        #expect(error == .positionMismatch(.query, computed: 1100, endPosition: end))
        #expect(progress.position.position == 1000)
    }

    @Test func positionsGoOnBeyondFourGiBWhereTheHeadersWrap() throws {
        let edge = UInt64(1) << 32
        var progress = try progress(position: edge - 60)
        try progress.advance(over: header(length: 100, end: 40))
        #expect(progress.position.position == edge + 40)
        try progress.advance(over: header(length: 100, end: 1140))
        #expect(progress.position.position == edge + 1140, "a gap behind the wrap")
        #expect(throws: BinlogError.self) { try progress.advance(over: header(length: 100, end: 1139)) }
        var before = try self.progress(position: 3 * edge - 60)
        try before.advance(over: header(length: 100, end: 140))
        #expect(before.position.position == 3 * edge + 140, "a gap over the wrap")
    }

    @Test func anEventWithoutAPositionCountsBySize() throws {
        var progress = try progress()
        try progress.advance(over: header(length: 100, end: 0))
        #expect(progress.position.position == 1100)
    }

    @Test func whatIsNotInTheFileMovesNothing() throws {
        var progress = try progress()
        try progress.advance(over: header(.rotate, length: 100, end: 0, flags: 0x20))
        try progress.advance(over: header(.formatDescription, length: 100, end: 0))
        try progress.advance(over: header(.heartbeat, length: 40, end: 9000))
        #expect(progress.position.position == 1000)
    }

    @Test func aHeartbeatMovesForwardInTheSameFileOnly() throws {
        var progress = try progress()
        progress.skip(to: BinlogPosition(file: "b.1", position: 900))
        progress.skip(to: BinlogPosition(file: "b.2", position: 9000))
        #expect(progress.position == BinlogPosition(file: "b.1", position: 1000))
        progress.skip(to: BinlogPosition(file: "b.1", position: 3000))
        #expect(progress.position.position == 3000 && progress.committed.position == 1000)
    }
}
