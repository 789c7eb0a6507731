import Testing

@testable import CommitLog

/// Reading in the order of the log while segments are deleted and what lives in them is copied.
@Suite struct LogTailSpaceTests {
    private func scene() throws -> (SpaceScene, bulk: PartitionID, sparse: PartitionID) {
        let scene = try SpaceScene()
        let (bulk, sparse) = (try scene.topic("bulk")[0], try scene.topic("sparse")[0])
        scene.retain { $0.topic = { $0 == "bulk" ? TopicRetention(milliseconds: 0) : TopicRetention() } }
        scene.starts[bulk] = (0, .max)
        return (scene, bulk, sparse)
    }

    /// Offsets of a partition as they come, copies apart, and how often reading began.
    private func read(
        _ tail: LogTail,
        _ partition: PartitionID
    ) throws -> (firsts: [Int64], copies: [Int64], starts: Int) {
        var result: (firsts: [Int64], copies: [Int64], starts: Int) = ([], [], 0)
        while let step = try tail.next() {
            switch step {
            case .start: result.starts += 1
            case .frame(let frame):
                let offsets = frame.content.entries.filter { $0.partition == partition }.map(\.baseOffset)
                if frame.isCopy { result.copies += offsets } else { result.firsts += offsets }
            }
        }
        return result
    }

    @Test func whatWasRelocatedComesAsCopies() throws {
        let (scene, bulk, sparse) = try scene()
        try scene.fill(bulk: bulk, sparse: sparse, segments: 12)
        let early = try LogTail(scene.log)
        let all = try read(early, sparse).firsts
        try scene.apply()
        #expect(scene.log.statistics.space.segmentsRelocated > 5)
        // One that had read everything sees the copies and knows them by their offsets.
        let later = try read(early, sparse)
        #expect(later.firsts.isEmpty)
        #expect(!later.copies.isEmpty && Set(later.copies).isSubset(of: all))
        // One that begins now finds everything once, as a first or as a copy.
        let late = try read(LogTail(scene.log), sparse)
        #expect(Set(late.firsts).isDisjoint(with: late.copies) || !late.copies.isEmpty)
        #expect(Set(late.firsts + late.copies) == Set(all))
        scene.log.close()
    }

    @Test func aReaderThatRetentionOvertookBeginsAgainWhereThereIsSomething() throws {
        let (scene, bulk, sparse) = try scene()
        let tail = try LogTail(scene.log)
        _ = try read(tail, sparse)
        let place = tail.place
        try scene.fill(bulk: bulk, sparse: sparse, segments: 12)
        try scene.apply()
        for reader in [tail, try LogTail(scene.log, from: place)] {
            let found = try read(reader, sparse)
            #expect(found.starts >= 1)
            let count = try #require(scene.log.partitionState(sparse)?.highWatermark)
            #expect(Set(found.firsts + found.copies) == Set(0..<count))
        }
        scene.log.close()
    }
}
