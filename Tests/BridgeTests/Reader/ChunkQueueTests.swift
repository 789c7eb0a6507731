import Testing
import Threads

@testable import Bridge

@Suite struct ChunkQueueTests {
    func fill(_ chunk: EventChunk, _ events: [UInt8]...) -> EventChunk {
        for event in events { event.withUnsafeBytes { chunk.append($0) } }
        return chunk
    }

    func events(_ chunk: EventChunk) -> [[UInt8]] {
        var events: [[UInt8]] = []
        chunk.forEachEvent { events.append(Array($0)) }
        return events
    }

    /// Takes chunks until the queue has none at once; they are given back.
    func drain(_ queue: ChunkQueue) -> [[UInt8]] {
        var all: [[UInt8]] = []
        while case .decode(let chunk) = queue.next(wantsFlush: false, timeoutMilliseconds: 0) {
            all += events(chunk)
            queue.recycle(chunk)
        }
        return all
    }

    func name(_ next: ChunkQueue.Next) -> String {
        switch next {
        case .decode: "decode"
        case .flush: "flush"
        case .timedOut: "timedOut"
        case .ended: "ended"
        }
    }

    @Test func eventsKeepTheirOrderAndSmallChunksAreJoined() throws {
        let queue = ChunkQueue(bytesMax: 1 << 20, chunkBytes: 20)
        var chunk = queue.emptyChunk()
        for index in 0..<100 {
            chunk = try #require(queue.push(fill(chunk, [UInt8](repeating: UInt8(index), count: 1 + index % 7))))
            #expect(chunk.count == 0)
        }
        var chunks = 0
        var all: [[UInt8]] = []
        while case .decode(let chunk) = queue.next(wantsFlush: false, timeoutMilliseconds: 0) {
            #expect(chunk.count <= 20)
            all += events(chunk)
            chunks += 1
            queue.recycle(chunk)
        }
        #expect(all == (0..<100).map { [UInt8](repeating: UInt8($0), count: 1 + $0 % 7) })
        #expect(chunks > 30 && chunks < 60, "about two events of 5 to 11 bytes fit into one chunk")
    }

    @Test func aJoinedChunkEndsWhereItsLastPartEnds() throws {
        let queue = ChunkQueue(bytesMax: 1000, chunkBytes: 100)
        let first = queue.emptyChunk()
        first.endsAtEmptyWire = true
        let second = try #require(queue.push(fill(first, [1])))
        second.endsAtEmptyWire = false
        _ = queue.push(fill(second, [2]))
        guard case .decode(let joined) = queue.next(wantsFlush: false, timeoutMilliseconds: 0) else {
            Issue.record("nothing to decode")
            return
        }
        #expect(events(joined) == [[1], [2]] && !joined.endsAtEmptyWire)
    }

    @Test func aFullQueueHoldsTheReaderUntilADecodedChunkComesBack() throws {
        let queue = ChunkQueue(bytesMax: 100, chunkBytes: 10)
        let big = [UInt8](repeating: 1, count: 80)
        let next = try #require(queue.push(fill(queue.emptyChunk(), big)))
        let second = fill(next, big)
        let push = Watched { queue.push(second) != nil }
        #expect(push.isBlocked)
        guard case .decode(let chunk) = queue.next(wantsFlush: false, timeoutMilliseconds: 0) else {
            Issue.record("nothing to decode")
            return
        }
        #expect(push.isBlocked, "a chunk that is being decoded still takes its room")
        queue.recycle(chunk)
        #expect(push.value() == true)
        #expect(drain(queue) == [big])
    }

    @Test func oneChunkAlwaysFitsHoweverLarge() {
        let queue = ChunkQueue(bytesMax: 10, chunkBytes: 10)
        let huge = [UInt8](repeating: 7, count: 1000)
        let push = Watched { [chunk = fill(queue.emptyChunk(), huge)] in queue.push(chunk) != nil }
        #expect(push.value() == true)
        #expect(drain(queue) == [huge])
    }

    @Test func afterTheFinishWhatIsLeftIsDelivered() throws {
        let queue = ChunkQueue(bytesMax: 1000, chunkBytes: 5)
        let second = try #require(queue.push(fill(queue.emptyChunk(), [1])))
        _ = queue.push(fill(second, [2]))
        queue.finish()
        #expect(drain(queue) == [[1], [2]])
        #expect(name(queue.next(wantsFlush: false, timeoutMilliseconds: 0)) == "ended")
        #expect(name(queue.next(wantsFlush: true, timeoutMilliseconds: 0)) == "ended")
    }

    @Test func theFinishWakesAWaitingDecoder() {
        let queue = ChunkQueue(bytesMax: 1000, chunkBytes: 5)
        let next = Watched { [name] in name(queue.next(wantsFlush: false, timeoutMilliseconds: 60_000)) }
        #expect(next.isBlocked)
        queue.finish()
        #expect(next.value() == "ended")
    }

    @Test func afterACancelPushAnswersNil() throws {
        let queue = ChunkQueue(bytesMax: 100, chunkBytes: 10)
        let next = try #require(queue.push(fill(queue.emptyChunk(), [UInt8](repeating: 1, count: 90))))
        let second = fill(next, [UInt8](repeating: 2, count: 90))
        let push = Watched { queue.push(second) == nil }
        #expect(push.isBlocked)
        queue.cancel()
        #expect(push.value() == true)
        #expect(queue.push(queue.emptyChunk()) == nil)
    }

    @Test func flushComesOnlyWhenItIsWantedAndTheWriterIsFree() throws {
        let queue = ChunkQueue(bytesMax: 100, chunkBytes: 10)
        #expect(name(queue.next(wantsFlush: true, timeoutMilliseconds: 0)) == "timedOut")
        queue.setWriterFree(true)
        #expect(name(queue.next(wantsFlush: false, timeoutMilliseconds: 0)) == "timedOut")
        #expect(name(queue.next(wantsFlush: true, timeoutMilliseconds: 0)) == "flush")
        _ = queue.push(fill(queue.emptyChunk(), [1]))
        #expect(name(queue.next(wantsFlush: true, timeoutMilliseconds: 0)) == "decode", "events come first")
        queue.setWriterFree(false)
        #expect(name(queue.next(wantsFlush: true, timeoutMilliseconds: 0)) == "timedOut")
        let next = Watched { [name] in name(queue.next(wantsFlush: true, timeoutMilliseconds: 60_000)) }
        #expect(next.isBlocked)
        queue.setWriterFree(true)
        #expect(next.value() == "flush")
    }
}
