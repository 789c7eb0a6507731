import Testing

@testable import CommitLog

/// Reading in the order in which the log was written.
@Suite struct LogTailTests {
    /// First bytes of the payloads, a list for each transaction; what was not ended comes last, after a 0.
    static func transactions(_ tail: LogTail) throws -> [[UInt8]] {
        var all: [[UInt8]] = []
        var open: [UInt8] = []
        while let step = try tail.next() {
            guard case .frame(let frame) = step else { continue }
            #expect(frame.beginsTransaction == open.isEmpty)
            open += frame.content.entries.map { frame.content.batch($0)[BatchHeader.size] }
            guard frame.endsTransaction else { continue }
            all.append(open)
            open = []
        }
        if !open.isEmpty { all.append([0] + open) }
        return all
    }

    @Test func framesComeInTheOrderOfTheLogAndOnlyOnce() throws {
        let scene = try ChainScene(segmentBytes: 8192)
        for number in UInt8(1)...60 {
            let payload = [UInt8](repeating: number, count: 500)
            try scene.data(number % 2 == 0 ? 1 : 2, checkpoint: [number], [(PartitionID(number % 3), payload)])
            try scene.settle()
        }
        #expect(scene.disk.segmentPaths.count > 3)
        let tail = try LogTail(scene.log)
        #expect(try Self.transactions(tail) == (1...60).map { [$0] })
        #expect(try tail.next() == nil)
        try scene.data(1, checkpoint: [61], [(0, [61]), (1, [62])])
        try scene.settle()
        #expect(tail.wait(milliseconds: 1000))
        #expect(try Self.transactions(tail) == [[61, 62]])
        scene.log.close()
    }

    @Test func theFirstStepTellsWhatWasKnownWhereReadingBegins() throws {
        let scene = try ChainScene()
        let tail = try LogTail(scene.log)
        guard case .start(let start)? = try tail.next() else {
            Issue.record("no start")
            return
        }
        #expect(start.definitions.isEmpty)
        #expect(start.nextOffsets.isEmpty)
        scene.log.close()
    }

    @Test func aChainComesWholeAtItsEndAfterWhatOthersWroteMeanwhile() throws {
        let scene = try ChainScene(segmentBytes: 8192)
        let tail = try LogTail(scene.log)
        try scene.part([(0, [1] + [UInt8](repeating: 0, count: 6000))])
        try scene.settle()
        try scene.data(2, checkpoint: [9], [(2, [2])])
        try scene.settle()
        #expect(try Self.transactions(tail) == [[2]])
        try scene.part([(1, [3] + [UInt8](repeating: 0, count: 6000))])
        try scene.settle()
        #expect(try Self.transactions(tail) == [])
        try scene.end(checkpoint: [4], [(0, [4])], definitions: [(key: "k", value: [7])])
        try scene.data(2, checkpoint: [10], [(2, [5])])
        try scene.settle()
        #expect(try Self.transactions(tail) == [[1, 3, 4], [5]])
        scene.log.close()
    }

    @Test func theDefinitionsOfAChainsEndComeWithItsFirstPart() throws {
        let scene = try ChainScene()
        let tail = try LogTail(scene.log)
        try scene.part([(0, [1])])
        try scene.settle()
        try scene.end(checkpoint: [4], [(0, [4])], definitions: [(key: "k", value: [7])])
        try scene.settle()
        var keys: [[String]] = []
        while let step = try tail.next() {
            if case .frame(let frame) = step { keys.append(frame.definitions.map(\.key)) }
        }
        #expect(keys == [["k"], []])
        scene.log.close()
    }

    @Test func anAbortedChainNeverComes() throws {
        let scene = try ChainScene()
        let tail = try LogTail(scene.log)
        try scene.part([(0, [1])])
        try scene.settle()
        scene.log.abortChain(source: 1)
        try scene.part([(0, [2])])
        try scene.settle()
        try scene.end(checkpoint: [3])
        try scene.settle()
        #expect(try Self.transactions(tail) == [[2]])
        #expect(try Self.transactions(LogTail(scene.log)) == [[2]])
        scene.log.close()
    }

    @Test func recordsOfClientsArePassedOver() throws {
        let scene = try ChainScene()
        let tail = try LogTail(scene.log)
        _ = try scene.log.createTopic(name: "other", partitions: 1)
        scene.log.commitOffsets(group: "g", entries: []) { _ in }
        try scene.settle()
        #expect(try Self.transactions(tail) == [])
        scene.log.close()
    }

    /// At every place of a log with chains: a reader that begins there gives exactly what the first one gave after it.
    @Test func readingGoesOnFromEveryPlaceAfterARestart() throws {
        let disk = SimulatedDisk()
        let scene = try ChainScene(disk, segmentBytes: 8192)
        let first = try LogTail(scene.log)
        var places: [TailPlace] = []
        var all: [[UInt8]] = []
        func look() throws {
            while let step = try first.next() {
                guard case .frame(let frame) = step else { continue }
                if frame.beginsTransaction { all.append([]) }
                all[all.count - 1] += frame.content.entries.map { frame.content.batch($0)[BatchHeader.size] }
                if frame.endsTransaction { places.append(first.place) }
            }
        }
        for round in UInt8(0)..<6 {
            let filling = [UInt8](repeating: 0, count: 2500)
            try scene.part([(0, [10 * round + 1] + filling)])
            try scene.settle()
            try scene.data(2, checkpoint: [1], [(2, [10 * round + 2] + filling)])
            try scene.settle()
            try look()
            try scene.part([(1, [10 * round + 3] + filling)])
            try scene.settle()
            try scene.data(2, checkpoint: [1], [(2, [10 * round + 4] + filling)])
            try scene.settle()
            try look()
            try scene.end(checkpoint: [2], [(0, [10 * round + 5])])
            try scene.settle()
            try look()
        }
        #expect(all.count == 18 && places.count == 18)
        #expect(places.contains { $0.chainPosition > 0 })
        scene.log.abandon()
        disk.restart()
        let again = try ChainScene(disk, segmentBytes: 8192)
        for (index, place) in places.enumerated() {
            let rest = try Self.transactions(LogTail(again.log, from: place))
            #expect(rest == Array(all[(index + 1)...]), "place \(index)")
        }
        again.log.close()
    }

    @Test func aPlaceOfAnotherLogOrBehindTheEndIsRefused() throws {
        let scene = try ChainScene()
        try scene.data(1, checkpoint: [1], [(0, [1])])
        try scene.settle()
        let tail = try LogTail(scene.log)
        _ = try Self.transactions(tail)
        var other = tail.place
        other.crc ^= 1
        #expect { try LogTail(scene.log, from: other) } throws: { ($0 as? CommitLogError)?.code == .notFound }
        other = tail.place
        other.position += 1 << 30
        #expect { try LogTail(scene.log, from: other) } throws: { ($0 as? CommitLogError)?.code == .notFound }
        _ = try LogTail(scene.log, from: tail.place)
        scene.log.close()
    }

    @Test func aDamagedFrameIsSaid() throws {
        let disk = SimulatedDisk()
        let scene = try ChainScene(disk)
        try scene.data(1, checkpoint: [1], [(0, [1])])
        try scene.settle()
        let path = try #require(disk.segmentPaths.first)
        var batches: [BatchSlice] = []
        try scene.log.read(partition: 0, from: 0, maxBytes: 1, into: &batches)
        disk.flip(path, byte: try #require(batches.first).fileOffset + 20, bit: 3)
        let tail = try LogTail(scene.log)
        #expect { _ = try Self.transactions(tail) } throws: { ($0 as? CommitLogError)?.code == .corruption }
        scene.log.abandon()
    }
}
