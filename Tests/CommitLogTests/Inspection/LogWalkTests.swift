import Testing

@testable import CommitLog

@Suite struct LogWalkTests {
    /// The frames' positions, and the damaged places.
    private func all(_ walk: LogWalk) throws -> (frames: [UInt64], damage: [LogDamage]) {
        var (frames, damage): ([UInt64], [LogDamage]) = ([], [])
        while let step = try walk.next() {
            switch step {
            case .frame(_, let position): frames.append(position)
            case .damage(let place): damage.append(place)
            }
        }
        return (frames, damage)
    }

    @Test func everyFrameComesOnce() throws {
        let log = try DamagedLog.make()
        let walk = try log.inspect().walk()
        let (frames, damage) = try all(walk)
        #expect(try frames == log.disk.frames().map(\.position) && damage.isEmpty)
        #expect(walk.names.partition(1) == "orders-1" && walk.names.source(1) == "trade")
    }

    @Test func aWalkBeginsAtAnyPositionAndKnowsTheNames() throws {
        let log = try DamagedLog.make()
        let positions = try log.disk.frames().map(\.position)
        for (index, position) in positions.enumerated() {
            let walk = try log.inspect().walk(from: position)
            #expect(try all(walk).frames == Array(positions[index...]))
            // From inside a frame on, that frame comes as well.
            #expect(try all(log.inspect().walk(from: position + 8)).frames == Array(positions[index...]))
        }
        let last = try log.inspect().walk(from: try #require(positions.last))
        _ = try last.next()
        #expect(last.names.partition(1) == "orders-1")
        #expect(try log.inspect().walk(from: .max).next() == nil)
    }

    @Test func damageIsPassedOverToTheNextGoodFrame() throws {
        let log = try DamagedLog.make()
        let frames = try log.disk.frames()
        for index in [3, 9, frames.count - 1] {
            let damaged = DamagedLog(disk: log.disk.copy(), partition: log.partition)
            damaged.flip(at: frames[index].position + 20)
            let (found, damage) = try all(damaged.inspect().walk())
            #expect(found == frames.map(\.position).filter { $0 != frames[index].position })
            #expect(damage.map(\.range) == [frames[index].position..<frames[index].end])
        }
    }

    @Test func preparedZerosAreTheEndAndRubbishIsDamage() throws {
        let log = try DamagedLog.make()
        let path = try #require(log.disk.segmentPaths.last)
        let end = try #require(try log.disk.frames().last?.end)
        log.disk.put(path, log.disk.bytes(path) + [UInt8](repeating: 0, count: 3 << 20))
        #expect(try all(log.inspect().walk()).damage.isEmpty)
        log.disk.put(path, log.disk.bytes(path) + [7, 7, 7])
        let damage = try all(log.inspect().walk()).damage
        #expect(damage.map(\.range) == [end..<end + 3 << 20 + 3])
    }

    @Test func aWalkEndsWhateverTheFilesHold() throws {
        let log = try DamagedLog.make()
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let damaged = DamagedLog(disk: log.disk.copy(), partition: log.partition)
            for path in damaged.disk.segmentPaths where Bool.random(using: &generator) {
                var bytes = damaged.disk.bytes(path)
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
                for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
                }
                damaged.disk.put(path, bytes)
            }
            let frames = try all(damaged.inspect().walk()).frames
            #expect(frames == frames.sorted())
        }
    }
}
