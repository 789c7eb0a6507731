import CommitLog
import Glibc
import KafkaProtocol
import NIOPosix
import Synchronization
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite struct FetchWaitersTests {
    /// Counts how often each of some waiters is looked at, by the partition that it waits for.
    private final class Scene: Sendable {
        let looks = Mutex<[PartitionID: Int]>([:])
        let readers = NIOThreadPool(numberOfThreads: 3)
        let waiters: FetchWaiters
        let log: CommitLog

        init(_ log: CommitLog) {
            self.log = log
            waiters = FetchWaiters(readers: readers, readerThreads: 3)
            readers.start()
        }

        func wait(
            for partition: PartitionID,
            milliseconds: Int = 60_000,
            answersAfter looksMin: Int = 1
        ) -> FetchWaiter {
            let known = [
                KnownPartition(id: partition, highWatermark: log.partitionState(partition)?.highWatermark ?? 0)
            ]
            let waiter = FetchWaiter(known, milliseconds: milliseconds, log: log, waiters: waiters) { [self] isFinal in
                let count = looks.withLock { looks in
                    looks[partition, default: 0] += 1
                    return looks[partition] ?? 0
                }
                return isFinal || count >= looksMin ? .answered : .wait(known)
            }
            waiter.begin()
            return waiter
        }

        func waitUntil(_ isSo: () -> Bool) {
            let deadline = ContinuousClock.now + .seconds(10)
            while !isSo(), ContinuousClock.now < deadline { usleep(1_000) }
        }

        func finish() throws { try readers.syncShutdownGracefully() }
    }

    @Test func `only fetches that wait for a partition that moved are looked at`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 3)
            let scene = Scene(test.log)
            let token = test.log.onMove { [waiters = scene.waiters] in waiters.moved($0) }
            let held = (0..<3).map { _ in scene.wait(for: 0) } + [scene.wait(for: 1)]
            #expect(scene.waiters.count == 4)
            try test.append("t", 2, values: ["for nobody"])
            try test.append("t", 0, values: ["for three"])
            scene.waitUntil { scene.waiters.count == 1 }
            #expect(scene.waiters.count == 1)
            #expect(scene.looks.withLock { $0 } == [0: 3])
            scene.waiters.close()
            #expect(scene.waiters.count == 0 && held.count == 4)
            test.log.removeMove(token)
            try scene.finish()
        }
    }

    @Test func `all fetches whose time is up at once are answered, a few at a time`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let scene = Scene(test.log)
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let held = (0..<100).map { _ in scene.wait(for: 0, milliseconds: 20, answersAfter: .max) }
            for waiter in held { scene.waiters.startTimer(of: waiter, on: loop) }
            scene.waitUntil { scene.waiters.count == 0 }
            #expect(scene.waiters.count == 0)
            try scene.finish()
        }
    }

    @Test func `a fetch that wants more waits on`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let scene = Scene(test.log)
            let token = test.log.onMove { [waiters = scene.waiters] in waiters.moved($0) }
            // Its first look finds that the partition has moved since: it looks again by itself.
            _ = scene.wait(for: 0, answersAfter: .max)
            for number in 1...3 {
                try test.append("t", values: ["\(number)"])
                scene.waitUntil { scene.looks.withLock { $0[0] ?? 0 } >= number }
                #expect(scene.looks.withLock { $0[0] ?? 0 } >= number)
            }
            #expect(scene.waiters.count == 1)
            scene.waiters.close()
            // A look that is under way answers at its end.
            scene.waitUntil { scene.waiters.count == 0 }
            #expect(scene.waiters.count == 0)
            test.log.removeMove(token)
            try scene.finish()
        }
    }

    @Test func `after the close nobody waits`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let scene = Scene(test.log)
            scene.waiters.close()
            _ = scene.wait(for: 0, answersAfter: .max)
            #expect(scene.waiters.count == 0 && scene.looks.withLock { $0 } == [0: 1])
            try scene.finish()
        }
    }
}
