import Testing

@testable import CommitLog

@Suite struct ScrubTests {
    private func scene() throws -> (SpaceScene, PartitionID) {
        let scene = try SpaceScene()
        let partition = try scene.topic("t")[0]
        for _ in 0..<60 { try scene.append(partition) }
        scene.log.shared.keeper.runPending()
        return (scene, partition)
    }

    @Test func aFlippedBitInASealedSegmentIsFoundOnce() throws {
        let (scene, partition) = try scene()
        let keeper = SpaceKeeper(shared: scene.log.shared)
        keeper.scrubAll()
        #expect(scene.log.statistics.space.damagedFrames == 0)
        let sealedBytes = scene.disk.segmentPaths.dropLast().reduce(0) { $0 + scene.disk.bytes($1).count }
        #expect(Int(scene.log.statistics.space.scrubbedBytes) > sealedBytes * 9 / 10)
        nonisolated(unsafe) var notices: [LogNotice] = []
        scene.log.onNotice { notices.append($0) }
        let path = scene.disk.segmentPaths[1]
        scene.disk.flip(path, byte: 6000, bit: 2)
        keeper.scrubAll()
        keeper.scrubAll()
        #expect(scene.log.statistics.space.damagedFrames == 1)
        #expect(notices.map(\.kind) == [.damage])
        #expect(notices[0].what.contains(path))
        let start = try #require(Segment.start(inName: String(path.suffix(28))))
        #expect((notices[0].position ?? 0) - start <= 6000)
        // The log goes on.
        try scene.append(partition)
        #expect(scene.log.failure == nil)
    }

    @Test func aSegmentThatIsTooShortIsDamaged() throws {
        let (scene, _) = try scene()
        let path = scene.disk.segmentPaths[0]
        scene.disk.put(path, Array(scene.disk.bytes(path).dropLast(64)))
        scene.log.shared.segments.withLock { $0[0].closeFiles() }
        SpaceKeeper(shared: scene.log.shared).scrubAll()
        #expect(scene.log.statistics.space.damagedFrames == 1)
    }

    @Test func theRateIsKeptAndARoundIsMadeOnceADay() throws {
        let (scene, _) = try scene()
        let keeper = scene.log.shared.keeper
        keeper.tick()
        scene.clock.advance(microseconds: 500)
        keeper.tick()
        let first = scene.log.statistics.space.scrubbedBytes
        // 8 MiB a second: 4 KiB, and the frame in which that ends.
        #expect(first >= 4096 && first < 6000)
        for _ in 0..<20 {
            scene.clock.advance(microseconds: 1_000_000)
            keeper.tick()
        }
        #expect(scene.log.statistics.space.scrubRounds == 1)
        let bytes = scene.log.statistics.space.scrubbedBytes
        scene.clock.advance(microseconds: 86_400_000_000)
        for _ in 0..<3 {
            scene.clock.advance(microseconds: 1_000_000)
            keeper.tick()
        }
        #expect(scene.log.statistics.space.scrubRounds == 2)
        #expect(scene.log.statistics.space.scrubbedBytes == 2 * bytes)
    }
}
