import Glibc
import Testing

@testable import CommitLog

@Suite struct SimulatedDiskTests {
    private func write(_ file: any LogFile, _ bytes: [UInt8], at offset: Int) throws {
        try bytes.withUnsafeBytes { try file.writeAll([$0], at: offset) }
    }

    /// All contents that power cuts leave of a file.
    private func outcomes(_ disk: SimulatedDisk, _ path: String = "d/f") -> Set<[UInt8]?> {
        var found: Set<[UInt8]?> = []
        for seed in 1...400 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let after = disk.afterPowerCut(using: &generator)
            found.insert(after.get { $0.names[path] == nil } ? nil : after.bytes(path))
        }
        return found
    }

    @Test func aPowerCutLeavesAnySectorsOfAWriteAndAllThatWasSynced() throws {
        let disk = SimulatedDisk()
        disk.put("d/f", [UInt8](repeating: 1, count: 2048))
        let file = try disk.open("d/f", create: false)
        try write(file, [UInt8](repeating: 2, count: 1536), at: 256)
        let found = outcomes(disk)
        // Sectors 0 to 3 each as before or after: 16 ways.
        #expect(found.count == 16)
        for bytes in found.compactMap({ $0 }) {
            #expect(
                bytes.count == 2048 && bytes[..<256].allSatisfy { $0 == 1 } && bytes[1792...].allSatisfy { $0 == 1 })
        }
        try file.sync()
        #expect(outcomes(disk).count == 1)
    }

    @Test func aFailedFdatasyncLosesForGoodWhatALaterOneCallsDurable() throws {
        let disk = SimulatedDisk()
        disk.put("d/f", [UInt8](repeating: 1, count: 4096))
        let file = try disk.open("d/f", create: false)
        try write(file, [UInt8](repeating: 2, count: 4096), at: 0)
        disk.set { $0.fault = { call, _ in call == "fdatasync" ? EIO : nil } }
        #expect(throws: FileSystemError.self) { try file.sync() }
        disk.set { $0.fault = nil }
        try file.sync()
        #expect(disk.bytes("d/f").allSatisfy { $0 == 2 })
        let found = outcomes(disk)
        #expect(found.count == 1 && found.first??.contains(1) == true)
        // Written again it is safe.
        try write(file, [UInt8](repeating: 2, count: 4096), at: 0)
        try file.sync()
        #expect(outcomes(disk) == [[UInt8](repeating: 2, count: 4096)])
    }

    @Test func forgottenPagesShowWhatAFailedFdatasyncLost() throws {
        let disk = SimulatedDisk()
        disk.put("d/f", [UInt8](repeating: 1, count: 4096))
        let file = try disk.open("d/f", create: false)
        try write(file, [UInt8](repeating: 2, count: 4096), at: 0)
        disk.set { $0.fault = { call, _ in call == "fdatasync" ? EIO : nil } }
        #expect(throws: FileSystemError.self) { try file.sync() }
        disk.evict()
        #expect(disk.bytes("d/f").contains(1))
        #expect(outcomes(disk) == [disk.bytes("d/f")])
    }

    @Test func namesComeAndGoEachOnItsOwn() throws {
        let disk = SimulatedDisk()
        disk.put("d/old", [1])
        try write(try disk.open("d/f", create: true), [2], at: 0)
        try disk.remove("d/old")
        var found: Set<[String]> = []
        for seed in 1...100 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            found.insert(try disk.afterPowerCut(using: &generator).list("d"))
        }
        #expect(found == [[], ["f"], ["old"], ["f", "old"]])
        try disk.syncDirectory("e")
        #expect(outcomes(disk).contains(nil))
        try disk.syncDirectory("d")
        #expect(!outcomes(disk).contains(nil))
        #expect(outcomes(disk, "d/old") == [nil])
    }

    @Test func aTruncationMayNotHaveReachedTheDisk() throws {
        let disk = SimulatedDisk()
        disk.put("d/f", [UInt8](repeating: 1, count: 9000))
        let file = try disk.open("d/f", create: false)
        try file.truncate(to: 512)
        #expect(Set(outcomes(disk).map { $0?.count }) == [512, 9000])
        try file.truncate(to: 1024)
        let lengths = Set(outcomes(disk).map { $0?.count })
        #expect(lengths == [512, 1024, 9000])
        #expect(disk.bytes("d/f") == [UInt8](repeating: 1, count: 512) + [UInt8](repeating: 0, count: 512))
        try file.sync()
        #expect(outcomes(disk) == [disk.bytes("d/f")])
    }

    @Test func aFullDiskTakesAPartAndThenNothingUntilSomethingGoes() throws {
        let disk = SimulatedDisk()
        disk.set { $0.capacity = 12_288 }
        let file = try disk.open("d/f", create: true)
        let other = try disk.open("d/g", create: true)
        try write(other, [1], at: 0)
        let count = try [UInt8](repeating: 1, count: 10_000).withUnsafeBytes { bytes in
            try [bytes].withUnsafeBufferPointer { try file.write($0, at: 100) }
        }
        #expect(count == 8092)
        #expect { try write(file, [1], at: 8192) } throws: { ($0 as? FileSystemError)?.errno == ENOSPC }
        try write(file, [2], at: 5000)
        #expect(disk.freeBytes("d") == 0)
        try disk.remove("d/g")
        // Still open.
        #expect { try write(file, [1], at: 8192) } throws: { ($0 as? FileSystemError)?.errno == ENOSPC }
        withExtendedLifetime(other) {}
        try file.truncate(to: 4096)
        #expect((disk.freeBytes("d") ?? 0) >= 4096)
        try write(file, [1], at: 4096)
    }

    @Test func aCrashInTheMiddleOfAWriteLeavesAPartAndStopsEverything() throws {
        let disk = SimulatedDisk()
        let file = try disk.open("d/f", create: true)
        disk.set { $0.callsUntilCrash = 2 }
        try write(file, [1, 2], at: 0)
        #expect(throws: FileSystemError.self) { try write(file, [UInt8](repeating: 3, count: 1000), at: 2) }
        #expect(throws: FileSystemError.self) { try file.sync() }
        let bytes = disk.bytes("d/f")
        #expect(bytes.starts(with: [1, 2]) && bytes.count <= 1002)
        disk.restart()
        try file.sync()
    }
}
