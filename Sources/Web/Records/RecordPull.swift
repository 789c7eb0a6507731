import Bytes
import CommitLog
import Hummingbird
import NIOPosix
import RecordBatch

/// One answer of `/api/topics/{topic}/records`: what is there from an offset on, or what comes within the time that the
/// client waits.
///
///     {"topic":"…","partition":0,"log_start_offset":0,"high_watermark":20,"next_offset":17,"records":[…]}
struct RecordPull {
    let reader: PartitionReader
    let count: Int
    let milliseconds: Int
    let arrivals: RecordArrivals

    /// Stored bytes that one answer reads.
    private static let bytesMax = 4 << 20

    func response() async throws -> Response {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        try arrivals.enter()
        defer { arrivals.leave() }
        while reader.isAtEnd, !arrivals.isClosed {
            let generation = arrivals.generation
            let left = ContinuousClock.now.duration(to: deadline)
            guard reader.isAtEnd, left > .zero else { break }
            await arrivals.wait(after: generation, milliseconds: max(1, Int(left / .milliseconds(1))))
            try Task.checkCancellation()
        }
        return Response.json(text: try await NIOThreadPool.singleton.runIfActive { try text() })
    }

    private func text() throws -> [UInt8] {
        var reader = reader
        let (topic, partition) = (reader.topic, reader.index)
        var records = ByteWriter(capacity: 64 << 10)
        let read = try reader.read(count: count, bytesMax: Self.bytesMax, using: BatchDecompressor()) { record in
            if records.count > 0 { records.append(UInt8(ascii: ",")) }
            record.appendJSON(topic: topic, partition: partition, to: &records)
            return true
        }
        arrivals.recordsRead(read)
        let state = reader.state
        var answer = ByteWriter(capacity: records.count + 512)
        answer.appendUTF8("{\"topic\":")
        answer.appendJSON(reader.topic)
        answer.appendUTF8(",\"partition\":\(reader.index),\"log_start_offset\":\(state?.logStartOffset ?? 0),")
        answer.appendUTF8(
            "\"high_watermark\":\(state?.highWatermark ?? 0),\"next_offset\":\(reader.next),\"records\":[")
        answer.append(records.bytes)
        answer.appendUTF8("]}\n")
        return [UInt8](answer.bytes)
    }
}
