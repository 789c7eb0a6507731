import Bytes
import CommitLog
import Hummingbird
import NIOPosix
import RecordBatch

/// `/api/topics/{topic}/stream`: records as Server-Sent Events (HTML Living Standard, "Server-sent events"), all partitions side by
/// side, each in order, without end.
///
///     id: 17,204,0            the next offset of every partition that is read, in their order
///     data: {"topic":…}       the record
///
/// A browser that lost the connection sends the last id as `Last-Event-ID` and goes on exactly there. Records that
/// retention took away from a slow reader are named by an event `skipped`, never passed over in silence.
struct RecordStream {
    private(set) var readers: [PartitionReader]
    let arrivals: RecordArrivals

    /// Partitions of one stream: the id of every event names them all.
    static let partitionsMax = 256
    /// Of one partition in its turn.
    private static let turnRecords = 500
    private static let turnBytes = 256 << 10
    private static let keepAliveMilliseconds = 15_000

    init(readers: [PartitionReader], arrivals: RecordArrivals) throws {
        guard readers.count <= Self.partitionsMax else {
            throw RecordRefusal(
                .invalid,
                "the topic has \(readers.count) partitions, a stream reads at most \(Self.partitionsMax)",
                remedy: "name one with ?partition=, or use a Kafka client"
            )
        }
        self.readers = readers
        self.arrivals = arrivals
    }

    func response() throws -> Response {
        try arrivals.enter()
        let stream = self
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { stream.arrivals.leave() }
                var stream = stream
                try await stream.run(into: &writer)
                try await writer.finish(nil)
            }
        )
    }

    private mutating func run(into writer: inout some ResponseBodyWriter) async throws {
        // The headers leave at once, and a proxy in between sees that something comes.
        try await writer.write(ByteBuffer(string: ": leat\n\n"))
        while !arrivals.isClosed {
            let generation = arrivals.generation
            let turn = self
            let (readers, text) = try await NIOThreadPool.singleton.runIfActive { try turn.turn() }
            self.readers = readers
            if text.isEmpty {
                await arrivals.wait(after: generation, milliseconds: Self.keepAliveMilliseconds)
                try Task.checkCancellation()
                if arrivals.generation == generation { try await writer.write(ByteBuffer(string: ": alive\n\n")) }
            } else {
                try await writer.write(ByteBuffer(bytes: text))
            }
        }
    }

    /// Some records of each partition that has any.
    private func turn() throws -> (readers: [PartitionReader], text: [UInt8]) {
        var readers = readers
        var events = ByteWriter(capacity: 64 << 10)
        let decompressor = BatchDecompressor()
        for place in readers.indices {
            if let skipped = readers[place].skipDeleted() {
                Self.appendID(readers, to: &events)
                events.appendUTF8("event: skipped\ndata: {\"partition\":\(readers[place].index),")
                events.appendUTF8("\"from\":\(skipped.lowerBound),\"to\":\(skipped.upperBound)}\n\n")
            }
            guard !readers[place].isAtEnd else { continue }
            var reader = readers[place]
            let before = readers
            let read = try reader.read(count: Self.turnRecords, bytesMax: Self.turnBytes, using: decompressor) {
                record in
                Self.appendID(before, with: record.offset + 1, at: place, to: &events)
                events.appendUTF8("data: ")
                record.appendJSON(topic: before[place].topic, partition: before[place].index, to: &events)
                events.appendUTF8("\n\n")
                return true
            }
            arrivals.recordsRead(read)
            readers[place] = reader
        }
        return (readers, [UInt8](events.bytes))
    }

    private static func appendID(
        _ readers: [PartitionReader],
        with offset: Int64? = nil,
        at changed: Int = -1,
        to events: inout ByteWriter
    ) {
        events.appendUTF8("id: ")
        for (place, reader) in readers.enumerated() {
            if place > 0 { events.append(UInt8(ascii: ",")) }
            events.appendUTF8("\(place == changed ? offset ?? reader.next : reader.next)")
        }
        events.append(UInt8(ascii: "\n"))
    }

    /// The offsets in a `Last-Event-ID`.
    static func offsets(inEventID id: String, count: Int) throws -> [Int64] {
        let offsets = id.split(separator: ",", omittingEmptySubsequences: false).compactMap { Int64($0) }
        guard offsets.count == count, offsets.allSatisfy({ $0 >= 0 }) else {
            throw RecordRefusal(
                .invalid,
                "Last-Event-ID `\(id.prefix(80))` is none of this stream, which has \(count) partitions",
                remedy: "begin anew without it"
            )
        }
        return offsets
    }
}
