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
        let errors = ConditionLock(0)
        // On threads of their own, the end awaited for a bounded time: a lock that is kept would hang the test.
        for _ in 0..<2 {
            _ = DedicatedThread(name: "throws") {
                do { try lock.withLock { (_: inout Int) in throw Stop() } } catch { errors.withLock { $0 += 1 } }
                do {
                    try lock.whenReady {
                        $0 == 0
                    } _: { (_: inout Int) in
                        throw Stop()
                    }
                } catch {
                    errors.withLock { $0 += 1 }
                }
                errors.signal()
            }
        }
        #expect(
            errors.whenReady(timeoutMilliseconds: 5000) {
                $0 == 4
            } _: {
                $0
            } == 4)
    }
}
