import Testing
import Threads

@Suite struct ConditionLockTests {
    @Test func waiterSeesWhatAnotherThreadSignals() {
        let lock = ConditionLock(0)
        let thread = DedicatedThread(name: "test") {
            lock.withLock { $0 = 7 }
            lock.signal()
        }
        let seen = lock.whenReady {
            $0 == 7
        } _: {
            $0
        }
        thread.join()
        #expect(seen == 7)
    }

    @Test func timeoutGivesTheValueAsItIs() {
        let lock = ConditionLock(1)
        #expect(
            lock.whenReady(timeoutMilliseconds: 20) {
                $0 == 2
            } _: {
                $0
            } == 1)
    }

    @Test func countsOfManyThreadsAddUp() {
        let lock = ConditionLock(0)
        let threads = (0..<4).map { _ in
            DedicatedThread(name: "count") { for _ in 0..<1000 { lock.withLock { $0 += 1 } } }
        }
        threads.forEach { $0.join() }
        #expect(lock.withLock { $0 } == 4000)
    }

    @Test func anErrorInTheBodyLetsGoOfTheLock() {
        struct Stop: Error {}
        let lock = ConditionLock(0)
        #expect(throws: Stop.self) { try lock.withLock { (_: inout Int) in throw Stop() } }
        #expect(throws: Stop.self) {
            try lock.whenReady(timeoutMilliseconds: 1) { $0 == 0 } _: { (_: inout Int) in throw Stop() }
        }
        let other = ConditionLock(false)
        DedicatedThread(name: "after") {
            lock.withLock { $0 = 5 }
            other.withLock { $0 = true }
        }.join()
        #expect(lock.withLock { $0 } == 5 && other.withLock { $0 })
    }
}
