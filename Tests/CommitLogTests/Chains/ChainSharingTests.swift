import Synchronization
import Testing
import Threads

@testable import CommitLog

/// What others may do while a source has a chain open.
@Suite struct ChainSharingTests {
    /// Runs `body` on a thread; `isDone` says whether it has come to its end.
    private final class Sender: Sendable {
        private let done = ConditionLock<Result<Void, any Error>?>(nil)

        init(_ body: @escaping @Sendable () throws -> Void) {
            _ = DedicatedThread(name: "sender") { [done] in
                let result = Result { try body() }
                done.withLock { $0 = result }
                done.signal()
            }
        }

        func waits(milliseconds: Int = 100) -> Bool {
            done.whenReady(timeoutMilliseconds: milliseconds, { $0 != nil }) { $0 == nil }
        }

        func end() throws {
            let result = done.whenReady(timeoutMilliseconds: 10_000, { $0 != nil }) { $0 }
            guard let result else { throw NotVisible() }
            try result.get()
        }
    }

    @Test func anotherSourceWaitsForAPartitionAndGoesOnElsewhere() throws {
        let scene = try ChainScene()
        try scene.part(1, [(0, [1]), (1, [2])])
        try scene.data(2, checkpoint: [1], [(2, [3])])
        try scene.settle()
        #expect(try scene.seen() == [[], [], [3]])
        let sender = Sender { try scene.data(2, checkpoint: [2], [(2, [4]), (1, [5])]) }
        #expect(sender.waits())
        try scene.part(1, [(1, [6])])
        try scene.end(1, checkpoint: [9])
        try sender.end()
        try scene.settle()
        #expect(try scene.seen() == [[1], [2, 6], [3, 4]].enumerated().map { $0 == 1 ? $1 + [5] : $1 })
        #expect(scene.log.sourceState(2) == [1, 2])
        scene.log.close()
        _ = try scene.disk.scan()
    }

    @Test func anAbortLetsTheOthersGoOn() throws {
        let scene = try ChainScene()
        try scene.part(1, [(0, [1])])
        let sender = Sender { try scene.data(2, checkpoint: [2], [(0, [2])]) }
        #expect(sender.waits())
        scene.log.abortChain(source: 2)
        #expect(sender.waits())
        scene.log.abortChain(source: 1)
        try sender.end()
        try scene.settle()
        #expect(try scene.seen() == [[2], [], []])
        scene.log.close()
    }

    @Test func aSecondChainWaitsForTheFirstWhateverItsPartitions() throws {
        let scene = try ChainScene()
        try scene.part(1, [(0, [1])])
        let sender = Sender {
            try scene.part(2, [(1, [2])])
            try scene.end(2, checkpoint: [5], [(1, [3])])
        }
        #expect(sender.waits())
        try scene.end(1, checkpoint: [4], [(0, [4])])
        try sender.end()
        try scene.settle()
        #expect(try scene.seen() == [[1, 4], [2, 3], []])
        scene.log.close()
    }

    @Test func waitingEndsWithARetriableErrorThatNamesTheSource() throws {
        let scene = try ChainScene(chainWaitMilliseconds: 50)
        try scene.part(1, [(0, [1])])
        for attempt in [{ try scene.data(2, checkpoint: [1], [(0, [2])]) }, { try scene.part(2, [(1, [2])]) }] {
            #expect { try attempt() } throws: { error in
                guard let error = error as? CommitLogError else { return false }
                return error.code == .busy && error.isRetriable && error.what.contains("source number 1")
            }
        }
        try scene.end(1, checkpoint: [1])
        try scene.data(2, checkpoint: [1], [(0, [2])])
        try scene.settle()
        #expect(try scene.seen() == [[1, 2], [], []])
        scene.log.close()
    }

    @Test func theEndOfTheLogEndsTheWaiting() throws {
        let scene = try ChainScene()
        try scene.part(1, [(0, [1])])
        let sender = Sender { try scene.data(2, checkpoint: [2], [(0, [2])]) }
        #expect(sender.waits())
        scene.log.close()
        #expect { try sender.end() } throws: { ($0 as? CommitLogError)?.code == .closed }
    }
}
