import Glibc
import Testing
import Threads

@Suite struct DedicatedThreadTests {
    @Test func joinWaitsForTheEnd() {
        let isDone = ConditionLock(false)
        let thread = DedicatedThread(name: "slow") {
            usleep(20_000)
            isDone.withLock { $0 = true }
        }
        thread.join()
        #expect(isDone.withLock { $0 })
    }

    @Test(arguments: [("decode", "decode"), ("compress-a-long-name", "compress-a-long"), ("größe", "größe")])
    func theThreadHasItsNameCutTo15Bytes(name: String, shown: String) {
        let found = ConditionLock("")
        DedicatedThread(name: name) {
            var bytes = [UInt8](repeating: 0, count: 64)
            let file = open("/proc/thread-self/comm", O_RDONLY)
            let count = read(file, &bytes, bytes.count)
            close(file)
            found.withLock { $0 = String(decoding: bytes.prefix(max(0, count)).dropLast(), as: UTF8.self) }
        }.join()
        #expect(found.withLock { $0 } == shown)
    }
}
