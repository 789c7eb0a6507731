import Glibc
import Testing

@testable import CommitLog

/// A disk without space in the middle of chains: frames that were laid out and found no space give back their offsets
/// and their place in the chain.
@Suite struct ChainShortageTests {
    private static let expected: [[UInt8]] = [[1, 2, 3, 5, 6, 7], [2, 5, 7], [3]]

    /// Chains, one of them aborted, and another source's frames behind them; a group of frames each time.
    private func run(_ scene: ChainScene, settle: () throws -> Void) throws {
        func step(_ body: () throws -> Void) throws {
            try body()
            try settle()
        }
        let large = [UInt8](repeating: 0xAA, count: 1500)
        try step {
            try scene.data(2, checkpoint: [1], [(0, [1])])
            try scene.part([(0, [2] + large), (1, [2])])
        }
        try step {
            try scene.part([(0, [3] + large), (2, [3])])
            try scene.end(checkpoint: [1])
        }
        try step {
            try scene.part([(0, [4] + large), (1, [4])])
            scene.log.abortChain(source: 1)
            try scene.data(2, checkpoint: [2], [(0, [5])])
            try scene.part([(1, [5] + large)])
        }
        try step { try scene.part([(0, [6] + large)]) }
        try step {
            try scene.end(checkpoint: [2])
            try scene.data(2, checkpoint: [3], [(0, [7]), (1, [7])])
        }
    }

    private func calls(_ segmentBytes: Int) throws -> Int {
        let scene = try ChainScene(segmentBytes: segmentBytes, isStepped: true)
        let begin = scene.disk.get { $0.calls }
        try run(scene) { try scene.settle() }
        #expect(try scene.seen() == Self.expected)
        let calls = scene.disk.get { $0.calls } - begin
        scene.log.close()
        return calls
    }

    @Test(arguments: [1 << 20, 7000], [1, 4])
    func withoutSpaceForAWhileChainsGoOnAsIfNothingHadBeen(segmentBytes: Int, count: Int) throws {
        let calls = try calls(segmentBytes)
        for first in 1...calls {
            let scene = try ChainScene(segmentBytes: segmentBytes, isStepped: true)
            let begin = scene.disk.get { $0.calls } + first
            scene.disk.set {
                $0.fault = { call, number in
                    ["pwritev", "open", "rename"].contains(call) && (begin..<begin + count).contains(number)
                        ? ENOSPC : nil
                }
            }
            func settle() throws {
                for _ in 0..<10 {
                    try scene.settle()
                    guard scene.log.diskShortage != nil else { return }
                    scene.log.spaceFreed()
                }
            }
            try run(scene, settle: settle)
            let what = Comment("no space at call \(first)")
            #expect(scene.log.failure == nil && scene.log.diskShortage == nil, what)
            #expect(try scene.seen() == Self.expected, what)
            scene.log.close()
            let again = try ChainScene(scene.disk, segmentBytes: segmentBytes, isStepped: true)
            #expect(try again.seen() == Self.expected, what)
            #expect(again.log.sourceState(1) == [1, 2] && again.log.sourceState(2) == [1, 2, 3], what)
            again.log.close()
            #expect(try scene.disk.scan().state.chain == nil)
        }
    }
}
