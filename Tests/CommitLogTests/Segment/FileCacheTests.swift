import Testing

@testable import CommitLog

@Suite struct FileCacheTests {
    private func cache(files: Int, max: Int) -> (SimulatedDisk, FileCache, [FileSlot]) {
        let disk = SimulatedDisk()
        for number in 0..<files { disk.put("f\(number)", [UInt8(number)]) }
        return (disk, FileCache(fileSystem: disk, filesMax: max), (0..<files).map { FileSlot(path: "f\($0)") })
    }

    @Test func atMostTheGivenNumberStaysOpenAndEachIsTheRightOne() throws {
        let (_, cache, slots) = cache(files: 20, max: 4)
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let number = Int.random(in: 0..<20, using: &generator)
            let file = try cache.file(slots[number]) as? SimulatedFile
            #expect(file?.path == "f\(number)")
            #expect(cache.count <= 4)
        }
    }

    @Test func whatIsUsedOftenStaysOpen() throws {
        let (disk, cache, slots) = cache(files: 20, max: 4)
        _ = try cache.file(slots[0])
        let calls = disk.get { $0.calls }
        for number in 1..<20 {
            _ = try cache.file(slots[number])
            _ = try cache.file(slots[0])
        }
        #expect(disk.get { $0.calls } == calls + 19 + 1, "the first round forgets that everything was used")
    }

    @Test func aHeldFileIsNotClosedAndNotCounted() throws {
        let (disk, cache, slots) = cache(files: 10, max: 2)
        let own = try disk.open("f0", create: false)
        cache.hold(own, in: slots[0])
        for slot in slots[1...] { _ = try cache.file(slot) }
        #expect(try cache.file(slots[0]) === own && cache.count == 2)
        cache.forget(slots[0])
        #expect(try cache.file(slots[0]) === own)
        cache.release(slots[0])
        #expect(cache.count == 2)
        for slot in slots[1...] { _ = try cache.file(slot) }
        #expect(try cache.file(slots[0]) !== own)
    }

    @Test func aForgottenFileIsOpenedAnew() throws {
        let (_, cache, slots) = cache(files: 2, max: 2)
        let first = try cache.file(slots[0])
        cache.forget(slots[0])
        #expect(cache.count == 0)
        #expect(try cache.file(slots[0]) !== first)
    }
}
