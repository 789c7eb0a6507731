import Threads

@testable import CommitLog

/// Follows a partition from its first offset, in small steps, and looks back now and then.
final class ReaderThread: Sendable {
    private let thread: DedicatedThread
    private let result = ConditionLock<Result<String?, any Error>>(.success("not ended"))

    init(_ log: CommitLog, _ partition: PartitionID, count: Int64) {
        let result = result
        thread = DedicatedThread(name: "test-reader") {
            let outcome = Result { try Self.follow(log, partition, count: count) }
            result.withLock { $0 = outcome }
        }
    }

    /// - Returns: what was wrong.
    func wait() throws -> String? {
        thread.join()
        return try result.withLock { $0 }.get()
    }

    private static func follow(_ log: CommitLog, _ partition: PartitionID, count: Int64) throws -> String? {
        var next: Int64 = 0
        while next < count {
            var slices: [BatchSlice] = []
            try log.read(partition: partition, from: next, maxBytes: 2000, into: &slices)
            for slice in slices {
                guard slice.baseOffset == next else { return "\(slice.baseOffset) instead of \(next)" }
                next = slice.lastOffset + 1
            }
            if slices.isEmpty {
                _ = log.waitForWatermark(partition, atLeast: next + 1, milliseconds: 10_000)
                continue
            }
            var back: [BatchSlice] = []
            try log.read(partition: partition, from: next / 3, maxBytes: 0, into: &back)
            guard back.map(\.baseOffset) == [next / 3] else { return "\(back.map(\.baseOffset)) for \(next / 3)" }
            guard try log.offset(partition: partition, atOrAfter: 5)?.offset == 0 else { return "time" }
        }
        return nil
    }
}
