import RecordBatch
import Testing

@testable import Bridge

@Suite struct FrameAssemblerTests {
    static func value(_ number: Int) -> String { "value \(number)" }

    @Test(arguments: [Compression.none, .lz4, .zstd])
    func recordsOfWholeFramesStandInOrderWithTheirOffsets(compression: Compression) throws {
        let scene = try CompressorScene(.test(compression: compression))
        scene.start()
        var frames = FrameAssembler(sink: scene.compressor, frameBytesTarget: 1 << 20)
        let batches = scene.batches()
        // Five frames of 60 records, dealt to three partitions in uneven order.
        for number in 0..<300 {
            try frames.append(Self.value(number), to: batches[number * number % 3], timestamp: Int64(number))
            if number % 60 == 59 { try frames.submit(checkpoint: CompressorScene.checkpoint(UInt64(number))) }
        }
        scene.finish()
        for (index, partition) in scene.partitions.enumerated() {
            let numbers = (0..<300).filter { $0 * $0 % 3 == index }
            let expected = numbers.enumerated().map { offset, number in
                SeenRecord(
                    offset: Int64(offset), timestamp: Int64(number), key: "k" + Self.value(number),
                    value: Self.value(number))
            }
            #expect(try scene.temporary.records(partition) == expected)
            #expect(try scene.temporary.batches(partition).count == (expected.isEmpty ? 0 : 5))
        }
        #expect(try scene.temporary.checkpoint(of: scene.source) == CompressorScene.checkpoint(299))
    }

    @Test func aLargeTransactionIsSeveralBatchesInOrder() throws {
        let scene = try CompressorScene()
        scene.start()
        var frames = FrameAssembler(sink: scene.compressor, frameBytesTarget: 1 << 20)
        let batch = scene.batches()[1]
        let long = String(repeating: "x", count: 10_000)
        for number in 0..<100 { try frames.append("\(number) \(long)", to: batch) }
        try frames.submit(checkpoint: CompressorScene.checkpoint(9))
        scene.finish()
        let found = try scene.temporary.batches(scene.partitions[1])
        #expect(found.flatMap { $0 }.map(\.offset) == Array(0..<100))
        #expect(found.flatMap { $0 }.map(\.value) == (0..<100).map { "\($0) \(long)" })
        #expect(found.count == 8, "2 MB of keys and values in batches of 256 KiB")
    }

    @Test func manySmallOpenBatchesAreClosedBeforeTheyTakeTooMuchMemory() throws {
        let scene = try CompressorScene()
        scene.start()
        var frames = FrameAssembler(sink: scene.compressor, frameBytesTarget: 1 << 20, openBytesMax: 16_000)
        let batches = scene.batches()
        // 2,000 bytes each, with the key: eight of them are too much.
        let long = String(repeating: "x", count: 995)
        for number in 0..<20 {
            try frames.append("\(number) \(long)", to: batches[number % 3])
            #expect(batches.reduce(0) { $0 + ($1.builder.isEmpty ? 0 : $1.builder.uncompressedCount) } < 16_000)
        }
        try frames.submit(checkpoint: CompressorScene.checkpoint(9))
        scene.finish()
        let counts = try scene.partitions.map { try scene.temporary.batches($0).map(\.count) }
        #expect(counts == [[3, 3, 1], [3, 2, 2], [2, 3, 1]])
    }

    @Test func ofADiscardedFrameNothingAppears() throws {
        let scene = try CompressorScene()
        scene.start()
        var frames = FrameAssembler(sink: scene.compressor, frameBytesTarget: 1 << 20)
        let batches = scene.batches()
        try frames.append("first", to: batches[0])
        try frames.submit(checkpoint: CompressorScene.checkpoint(10))
        // Enough to have closed batches with the compressor already.
        let long = String(repeating: "x", count: 100_000)
        for _ in 0..<8 { try frames.append(long, to: batches[0]) }
        try frames.append("gone", to: batches[2])
        #expect(frames.isEmpty == false)
        frames.discard()
        #expect(frames.isEmpty == true)
        try frames.append("last", to: batches[2])
        try frames.submit(checkpoint: CompressorScene.checkpoint(30))
        scene.finish()
        #expect(try scene.values() == [["first"], [], ["last"]])
        #expect(try scene.temporary.checkpoint(of: scene.source) == CompressorScene.checkpoint(30))
    }

    @Test func whatIsNotSubmittedDoesNotAppear() throws {
        let scene = try CompressorScene()
        scene.start()
        var frames = FrameAssembler(sink: scene.compressor, frameBytesTarget: 1 << 20)
        let long = String(repeating: "x", count: 300_000)
        try frames.append(long, to: scene.batches()[0])
        scene.finish()
        #expect(try scene.values() == [[], [], []])
        #expect(try scene.temporary.checkpoint(of: scene.source) == nil)
    }

    @Test func aFrameIsFullWhenItsCompressedBytesMayReachTheTarget() throws {
        let scene = try CompressorScene()
        scene.start()
        var frames = FrameAssembler(sink: scene.compressor, frameBytesTarget: 1000)
        let batch = scene.batches()[0]
        #expect((frames.isEmpty, frames.isFull) == (true, false))
        for _ in 0..<19 { try frames.append(String(repeating: "x", count: 95), to: batch) }
        #expect((frames.isEmpty, frames.isFull) == (false, false), "3,800 bytes count as 950 compressed ones")
        for _ in 0..<2 { try frames.append(String(repeating: "x", count: 95), to: batch) }
        #expect((frames.isEmpty, frames.isFull) == (false, true))
        try frames.submit(checkpoint: CompressorScene.checkpoint(5))
        #expect((frames.isEmpty, frames.isFull) == (true, false))
    }

    @Test func aPositionAloneIsSavedToo() throws {
        let scene = try CompressorScene()
        scene.start()
        var frames = FrameAssembler(sink: scene.compressor, frameBytesTarget: 1 << 20)
        try frames.submit(checkpoint: CompressorScene.checkpoint(700))
        scene.finish()
        #expect(try scene.values() == [[], [], []])
        #expect(try scene.temporary.checkpoint(of: scene.source) == CompressorScene.checkpoint(700))
    }
}
