import CommitLog
import LeatConfiguration
import Logging
import ServiceLifecycle

/// Says in the log of the process when the queue begins and ends to wait for space, and when it has stopped: one line
/// each, however often the disk is full and not for a moment.
struct DiskWatch: Service {
    let log: CommitLog
    let logger: Logger

    private static let interval = Duration.seconds(1)
    /// Time without a shortage until it counts as over.
    private static let calm = Duration.seconds(5)

    func run() async throws {
        warnOfTheReserve()
        await cancelWhenGracefulShutdown {
            var full: (since: ContinuousClock.Instant, until: ContinuousClock.Instant)?
            while !Task.isCancelled {
                if let failure = log.failure {
                    logger.error("the queue has stopped, reads go on: \(failure.what); remedy: \(failure.remedy)")
                    return
                }
                if let shortage = log.diskShortage {
                    if full == nil {
                        logger.error("\(shortage.what); sources wait, reads go on; remedy: \(shortage.remedy)")
                    }
                    full = (full?.since ?? .now, .now)
                } else if let over = full, over.until.duration(to: .now) >= Self.calm {
                    let seconds = over.since.duration(to: over.until).milliseconds / 1000
                    logger.notice("the queue's disk has space again after \(seconds) s: sources go on")
                    full = nil
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
        try? await gracefulShutdown()
    }

    private func warnOfTheReserve() {
        let usual = CommitLogConfiguration.reserveBytesUsual
        let bytes = log.statistics.reserveBytes
        guard bytes < usual, log.diskShortage == nil else { return }
        let what = "only \(ByteSize.text(bytes)) are set aside for a full disk, not \(ByteSize.text(usual))"
        logger.warning("\(what); remedy: free space")
    }
}
