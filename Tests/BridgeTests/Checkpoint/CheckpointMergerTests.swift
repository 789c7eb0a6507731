import Testing

@testable import Bridge

@Suite struct CheckpointMergerTests {
    static let uuid = "0d80bc85-e593-11f1-b9a8-02fc00000001"
    static let other = "11111111-2222-3333-4444-555555555555"

    func checkpoint(
        _ mode: SourceCheckpoint.Mode, _ gtid: String = "", position: UInt64 = 4, generation: UInt32 = 1
    ) -> SourceCheckpoint {
        SourceCheckpoint(
            mode: mode, generation: generation, file: "b.\(position)", position: position,
            commitMicroseconds: Int64(position), identity: "s", gtid: gtid)
    }

    /// Through bytes, as the log merges.
    func merge(_ old: SourceCheckpoint, _ new: SourceCheckpoint) throws -> SourceCheckpoint {
        try SourceCheckpoint(decoding: CheckpointMerger().merge(old.encoded, with: new.encoded))
    }

    @Test func withoutStateTheFirstCheckpointIsTheState() throws {
        let first = checkpoint(.mysqlGTID, "\(Self.uuid):1-5")
        #expect(try CheckpointMerger().merge([], with: first.encoded) == first.encoded)
    }

    @Test func mysqlTransactionsAreJoined() throws {
        let old = checkpoint(.mysqlGTID, "\(Self.uuid):1-5:7", position: 100)
        let new = checkpoint(.mysqlGTID, "\(Self.uuid):6:tag:1,\(Self.other):9", position: 200)
        var expected = new
        expected.gtid = "\(Self.uuid):1-7:tag:1,\(Self.other):9"
        #expect(try merge(old, new) == expected)
    }

    @Test func mariadbDomainsMoveEachByItself() throws {
        let old = checkpoint(.mariadbGTID, "0-1-100,2-1-7", position: 100)
        let new = checkpoint(.mariadbGTID, "0-4-101,1-4-1", position: 200)
        var expected = new
        expected.gtid = "0-4-101,1-4-1,2-1-7"
        #expect(try merge(old, new) == expected)
    }

    @Test func anEmptyDeltaKeepsTheSet() throws {
        let mysql = try merge(checkpoint(.mysqlGTID, "\(Self.uuid):1-5"), checkpoint(.mysqlGTID, position: 300))
        #expect(mysql.gtid == "\(Self.uuid):1-5" && mysql.position == 300)
        let mariadb = try merge(checkpoint(.mariadbGTID, "0-1-1"), checkpoint(.mariadbGTID, position: 300))
        #expect(mariadb.gtid == "0-1-1" && mariadb.position == 300)
    }

    @Test func ofFilePositionsTheLastIsKept() throws {
        let new = checkpoint(.file, position: 50)
        #expect(try merge(checkpoint(.file, position: 100), new) == new)
    }

    @Test func aHigherGenerationReplacesEverything() throws {
        let old = checkpoint(.mysqlGTID, "\(Self.uuid):1-5", position: 100)
        let new = checkpoint(.mysqlGTID, "\(Self.other):1", position: 50, generation: 2)
        #expect(try merge(old, new) == new)
        let file = checkpoint(.file, position: 50, generation: 2)
        #expect(try merge(old, file) == file, "the mode may change too")
    }

    @Test func aLowerGenerationIsRefused() {
        let error = #expect(throws: CheckpointError.self) {
            try merge(checkpoint(.file, generation: 7), checkpoint(.file, generation: 6))
        }
        #expect(error?.description == "a position of generation 6 follows one of 7")
    }

    @Test func anotherModeInTheSameGenerationIsRefused() {
        let error = #expect(throws: CheckpointError.self) {
            try merge(checkpoint(.mysqlGTID, "\(Self.uuid):1"), checkpoint(.file))
        }
        #expect(error?.description == "the position mode changes from mysqlGTID to file")
    }

    @Test func unreadableGTIDsAreRefused() {
        #expect(throws: CheckpointError.self) {
            try merge(checkpoint(.mysqlGTID, "\(Self.uuid):1"), checkpoint(.mysqlGTID, "0-1-2"))
        }
        #expect(throws: CheckpointError.self) {
            try merge(checkpoint(.mariadbGTID, "nonsense"), checkpoint(.mariadbGTID, "0-1-2"))
        }
    }

    @Test func unreadableBytesAreRefused() {
        #expect(throws: CheckpointError.self) { try CheckpointMerger().merge([9], with: checkpoint(.file).encoded) }
        #expect(throws: CheckpointError.self) { try CheckpointMerger().merge(checkpoint(.file).encoded, with: []) }
    }
}
