import Bytes
import CommitLog
import Foundation
import RecordBatch
import Testing

@testable import Web

/// A log in a directory of its own with one topic of two partitions; partition 0 holds batches of three records.
private final class Scene {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("leat-web-\(UUID())").path
    let log: CommitLog
    let topic: TopicDefinition

    init(batches: Int) throws {
        log = try CommitLog.open(CommitLogConfiguration(directory: directory))
        topic = try log.createTopic(name: "t", partitions: 2)
        let builder = RecordBatchBuilder()
        for batch in 0..<batches {
            for record in 0..<3 {
                let number = batch * 3 + record
                Array("v\(number)".utf8).withUnsafeBytes {
                    builder.append(timestampMilliseconds: Int64(1000 + number), key: nil, value: $0)
                }
            }
            let last = Int64(1002 + batch * 3)
            var frame = log.makeFrame()
            try frame.appendBatch(partition: topic.partitions[0], recordCount: 3, maxTimestamp: last) {
                (writer) throws(RecordBatchError) in
                _ = try builder.seal(codec: .lz4, using: BatchCompressor(), into: &writer)
            }
            try log.append(frame)
        }
        _ = log.waitForWatermark(topic.partitions[0], atLeast: Int64(batches * 3), milliseconds: 10_000)
    }

    deinit {
        log.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    func reader(from start: StartOffset) throws -> PartitionReader {
        try PartitionReader(log: log, topic: topic, index: 0, from: start)
    }
}

@Suite struct PartitionReaderTests {
    private func offsets(_ reader: inout PartitionReader, count: Int, bytesMax: Int = 1 << 20) throws -> [Int64] {
        var offsets: [Int64] = []
        _ = try reader.read(count: count, bytesMax: bytesMax, using: BatchDecompressor()) { record in
            let value = record.value.map { String(decoding: $0, as: UTF8.self) }
            #expect(value == "v\(record.offset)")
            offsets.append(record.offset)
            return true
        }
        return offsets
    }

    @Test func `records come in order and once, whatever the size of a turn`() throws {
        let scene = try Scene(batches: 5)
        for count in 1...16 {
            var reader = try scene.reader(from: .earliest)
            var all: [Int64] = []
            while !reader.isAtEnd { all += try offsets(&reader, count: count, bytesMax: count) }
            #expect(all == Array(0..<15))
            #expect(try offsets(&reader, count: count) == [])
        }
    }

    @Test func `a start inside of a batch begins at its record`() throws {
        let scene = try Scene(batches: 3)
        var reader = try scene.reader(from: .offset(4))
        #expect(try offsets(&reader, count: 3) == [4, 5, 6])
        #expect(reader.next == 7)
    }

    @Test(arguments: [(Int64(0), Int64(0)), (1004, 4), (1006, 6), (1008, 8), (1009, 9), (9999, 9)])
    func `a time begins at the first record that is not older`(time: Int64, offset: Int64) throws {
        let scene = try Scene(batches: 3)
        #expect(try scene.reader(from: .time(time)).next == offset)
    }

    @Test func `latest is behind the last record`() throws {
        let scene = try Scene(batches: 2)
        var reader = try scene.reader(from: .latest)
        #expect(reader.next == 6)
        #expect(reader.isAtEnd)
        #expect(try offsets(&reader, count: 10) == [])
    }

    @Test func `an offset outside and a partition that is not there are refused with what there is`() throws {
        let scene = try Scene(batches: 2)
        let beyond = #expect(throws: RecordRefusal.self) { try scene.reader(from: .offset(7)) }
        #expect(beyond?.kind == .outOfRange)
        #expect(beyond?.what.contains("0 to 6") == true)
        let missing = #expect(throws: RecordRefusal.self) {
            try PartitionReader(log: scene.log, topic: scene.topic, index: 2, from: .earliest)
        }
        #expect(missing?.kind == .notFound)
    }

    @Test func `what retention took away is named, and the reader goes on behind it`() throws {
        let scene = try Scene(batches: 3)
        _ = try scene.log.deleteRecords(partition: scene.topic.partitions[0], before: 4)
        #expect(throws: RecordRefusal.self) { try scene.reader(from: .offset(2)) }
        var reader = try PartitionReader(
            log: scene.log, topic: scene.topic, index: 0, from: .offset(2), toleratesDeleted: true
        )
        #expect(reader.skipDeleted() == 2..<4)
        #expect(reader.skipDeleted() == nil)
        #expect(try offsets(&reader, count: 100) == Array(4..<9))
    }

    @Test func `the id of an event goes back and forth, and a foreign one is refused`() throws {
        #expect(try RecordStream.offsets(inEventID: "17,204,0", count: 3) == [17, 204, 0])
        for id in ["", "17", "1,2,3,4", "1,,3", "a,b,c", "1,-2,3", "1,2,99999999999999999999"] {
            #expect(throws: RecordRefusal.self) { try RecordStream.offsets(inEventID: id, count: 3) }
        }
    }

    @Test func `who waits goes on with a record, with the time, and with the end of the server`() async throws {
        let scene = try Scene(batches: 1)
        let arrivals = RecordArrivals(log: scene.log, readersMax: 1)
        let clock = ContinuousClock()
        let timedOut = await clock.measure { await arrivals.wait(after: arrivals.generation, milliseconds: 30) }
        #expect(timedOut >= .milliseconds(25))
        let before = arrivals.generation
        let woken = await clock.measure {
            async let waits: Void = arrivals.wait(after: before, milliseconds: 20_000)
            _ = try? scene.log.createTopic(name: "other", partitions: 1)
            arrivals.close()
            await waits
        }
        #expect(woken < .seconds(10))
        try arrivals.enter()
        #expect(throws: RecordRefusal.self) { try arrivals.enter() }
        arrivals.leave()
        try arrivals.enter()
    }
}
