import Bridge
import CommitLog
import Foundation
import MySQLSource
import Testing

@testable import leat

/// A queue in a folder of its own, without any server.
private final class Queue {
    let store: PositionStore
    var configuration: CommitLogConfiguration { store.configuration }

    init() {
        let path = FileManager.default.temporaryDirectory.appending(path: "leat-position-\(UUID().uuidString)").path()
        store = PositionStore(configuration: CommitLogConfiguration(directory: path, preallocateBytesMax: 0))
    }

    deinit { try? FileManager.default.removeItem(atPath: configuration.directory) }

    func open() throws -> CommitLog { try CommitLog.open(configuration, merging: CheckpointMerger()) }

    /// Appends checkpoints of a source as the bridge does.
    func write(_ checkpoints: SourceCheckpoint...) throws {
        let log = try open()
        let id = try log.registerSource(named: "trade")
        for checkpoint in checkpoints {
            var frame = log.makeFrame()
            frame.source = id
            frame.writeCheckpoint { checkpoint.append(to: &$0) }
            try log.append(frame)
        }
        log.close()
    }

    var checkpoint: SourceCheckpoint? { get throws { try store.entries().first { $0.source == "trade" }?.checkpoint } }

    /// Every file with its bytes.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: configuration.directory) {
            files[name] = FileManager.default.contents(atPath: configuration.directory + "/" + name)
        }
        return files
    }
}

private let uuid = "3e11fa47-71ca-11e1-9e33-c80aa9429562"
private let mysql = "MySQL \(uuid)"
private let mariadb = "MariaDB 1@db1:3306"

private func gtids(_ numbers: String, generation: UInt32 = 1, position: UInt64 = 500) -> SourceCheckpoint {
    SourceCheckpoint(
        mode: .mysqlGTID,
        generation: generation,
        file: "binlog.000003",
        position: position,
        commitMicroseconds: 1_700_000_000_000_000,
        identity: mysql,
        gtid: "\(uuid):\(numbers)"
    )
}

private func place(_ file: String, _ position: UInt64, identity: String = mariadb) -> SourceCheckpoint {
    SourceCheckpoint(mode: .file, file: file, position: position, identity: identity)
}

@Suite struct PositionStoreTests {
    @Test func aNewPositionIsAFullCheckpointOfTheNextGeneration() throws {
        let queue = Queue()
        try queue.write(gtids("1-5"), gtids("6-9", position: 900))
        #expect(try queue.checkpoint?.gtid == "\(uuid):1-9")
        let (old, change) = try queue.store.set(.gtid("\(uuid):1-7"), source: "trade", on: nil)
        #expect(old?.gtid == "\(uuid):1-9")
        #expect(change.consequence == "carried again: 2 transactions (\(uuid):8-9)")
        let now = try #require(try queue.checkpoint)
        #expect(now.generation == 2 && now.mode == .mysqlGTID && now.gtid == "\(uuid):1-7" && now.identity == mysql)
        #expect(now.file.isEmpty && now.position == 4 && now.commitMicroseconds == 0)
        // The bridge goes on in the new generation; a frame of the old one is refused by the log.
        try queue.write(gtids("8", generation: 2))
        #expect(try queue.checkpoint?.gtid == "\(uuid):1-8")
        #expect(
            try queue.store.set(.gtid("\(uuid):1-8"), source: "trade", on: nil).change.consequence
                == "nothing is repeated or skipped"
        )
        #expect(try queue.checkpoint?.generation == 3)
    }

    @Test func theModeChangesOnlyHere() throws {
        let queue = Queue()
        try queue.write(gtids("1-5"))
        let (_, toFile) = try queue.store.set(.file("binlog.000002", 4), source: "trade", on: nil)
        #expect(toFile.consequence == "carried again: changes from binlog.000002:4 to binlog.000003:500")
        #expect(
            try queue.checkpoint
                == SourceCheckpoint(
                    mode: .file,
                    generation: 2,
                    file: "binlog.000002",
                    position: 4,
                    identity: mysql
                )
        )
        let (_, back) = try queue.store.set(.gtid("\(uuid):1-5"), source: "trade", on: nil)
        #expect(back.consequence.contains("cannot be compared"))
        #expect(try queue.checkpoint?.mode == .mysqlGTID && queue.checkpoint?.generation == 3)
    }

    @Test func aFilePositionKeepsItsServerUnlessAnotherIsNamed() throws {
        let queue = Queue()
        try queue.write(place("binlog.000003", 500))
        _ = try queue.store.set(.file("binlog.000003", 700), source: "trade", on: nil)
        #expect(try queue.checkpoint?.identity == mariadb)
        let other = ServerIdentity(flavor: .mariadb, text: "2@db2:3306")
        let (_, change) = try queue.store.set(.file("binlog.000001", 4), source: "trade", on: other)
        #expect(try queue.checkpoint?.identity == "MariaDB 2@db2:3306")
        #expect(change.consequence.contains("cannot be compared"))
    }

    @Test func aSourceThatTheQueueDoesNotKnowBeginsThere() throws {
        let queue = Queue()
        try queue.open().close()
        let (old, change) = try queue.store.set(.gtid("0-1-100,2-1-7"), source: "trade", on: nil)
        #expect(old == nil && change.checkpoint.generation == 1 && change.checkpoint.mode == .mariadbGTID)
        #expect(try queue.checkpoint?.gtid == "0-1-100,2-1-7")
        #expect(try usage { try queue.store.set(.file("binlog.000001", 4), source: "second", on: nil) })
        #expect(try queue.store.entries().map(\.source) == ["trade"])
    }

    @Test func aPositionOfTheOtherKindOfServerIsRefusedAndNothingIsWritten() throws {
        let queue = Queue()
        try queue.write(gtids("1-5"))
        #expect(try usage { try queue.store.set(.gtid("0-1-100"), source: "trade", on: nil) })
        #expect(try usage { try queue.store.set(.gtid("nonsense"), source: "trade", on: nil) })
        #expect(try usage { try queue.store.set(.unresolved("latest"), source: "trade", on: nil) })
        #expect(try queue.checkpoint == gtids("1-5"))
    }

    @Test func aDirectoryInUseIsRefused() throws {
        let queue = Queue()
        try queue.write(gtids("1-5"))
        let log = try queue.open()
        defer { log.close() }
        let isInUse: (any Error) -> Bool = { ($0 as? CommitLogError)?.code == .inUse }
        #expect(performing: { try queue.store.set(.gtid("\(uuid):1"), source: "trade", on: nil) }, throws: isInUse)
        #expect(performing: { try queue.store.entries() }, throws: isInUse)
    }

    @Test func lookingChangesNoByte() throws {
        let queue = Queue()
        try queue.write(gtids("1-5"))
        let before = try queue.files()
        let places = try queue.store.entries().map(SourcePlace.init)
        #expect(try queue.files() == before)
        #expect(places.first?.mode == "mysql-gtid" && places.first?.offset == 500)
        #expect(places.first?.committed == "2023-11-14T22:13:20.000Z")
    }

    private func usage(_ body: () throws -> some Any) throws -> Bool {
        do { _ = try body() } catch let failure as CommandFailure { return failure.code == .usage }
        return false
    }
}
