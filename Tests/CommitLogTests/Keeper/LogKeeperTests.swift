import Synchronization
import Testing
import Threads

@testable import CommitLog

@Suite struct LogKeeperTests {
    @Test func jobsRunInOrderAndOnlyWhenAskedWithoutAThread() {
        let keeper = LogKeeper(tickMilliseconds: 0)
        let done = ConditionLock<[Int]>([])
        for number in 0..<3 {
            keeper.add {
                done.withLock { $0.append(number) }
                if number == 1 { keeper.add { done.withLock { $0.append(9) } } }
            }
        }
        #expect(done.withLock { $0 } == [])
        keeper.runPending()
        #expect(done.withLock { $0 } == [0, 1, 2, 9])
    }

    @Test func theThreadDoesJobsAtOnceAndDutiesAtEachTick() {
        let keeper = LogKeeper(tickMilliseconds: 5)
        let ticks = ConditionLock(0)
        let jobs = ConditionLock(0)
        keeper.onTick {
            ticks.withLock { $0 += 1 }
            ticks.signal()
        }
        let thread = DedicatedThread(name: "test-keeper") { keeper.run() }
        keeper.add {
            jobs.withLock { $0 += 1 }
            jobs.signal()
        }
        #expect(jobs.whenReady(timeoutMilliseconds: 10_000, { $0 == 1 }) { $0 } == 1)
        #expect(ticks.whenReady(timeoutMilliseconds: 10_000, { $0 >= 3 }) { $0 } >= 3)
        keeper.stop(finishing: true)
        thread.join()
    }

    @Test(arguments: [true, false])
    func whatWaitsAtTheEndIsDoneAfterACloseAndNotAfterACrash(finishing: Bool) {
        let keeper = LogKeeper(tickMilliseconds: 60_000)
        let done = ConditionLock(0)
        for _ in 0..<5 { keeper.add { done.withLock { $0 += 1 } } }
        keeper.stop(finishing: finishing)
        keeper.run()
        #expect(done.withLock { $0 } == (finishing ? 5 : 0))
    }
}
