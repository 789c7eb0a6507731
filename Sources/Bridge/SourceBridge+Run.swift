import CommitLog
import Logging
import MySQLSource
import Threads

extension SourceBridge {
    /// Connects again and again until `stop`.
    ///
    /// A fault in one transaction must not cost those before it: when whole transactions waited in the open frame, the
    /// next connection reads *carefully*, each transaction a frame of its own, until it meets the fault again.
    func run() {
        var backoff = options.backoff
        var resumeFrom: ResumePoint?
        var replica: ReplicaIdentity?
        var isCareful = false
        while !control.withLock({ $0.isStopping }) {
            board.update { $0.state = .connecting }
            let begun = EventDecoder.nowMicroseconds()
            do throws(BridgeError) {
                try session(&resumeFrom, &replica, isCareful: isCareful)
                board.update { $0.problem = nil }
                logger.debug("connection renewed")
                continue
            } catch {
                if control.withLock({ $0.isStopping }) { break }
                backoff.streamEnded(afterMilliseconds: Int((EventDecoder.nowMicroseconds() - begun) / 1000))
                if error.isWorthCarefulReading {
                    isCareful = true
                    continue
                }
                isCareful = false
                // A clash over an id that was drawn by chance heals with another one.
                if error.isServerIDClash { replica = nil }
                wait(after: error, &backoff)
            }
        }
        logger.info("stopped at \(status.position.isEmpty ? "its start" : status.position)")
    }

    /// Says what is wrong, and waits for the next attempt or for an operator.
    private func wait(after error: BridgeError, _ backoff: inout ReconnectBackoff) {
        let isRepeated = status.problem == error.problem
        board.update { status in
            status.problem = error.problem
            status.state = error.isRetriable ? .retrying : .stopped
            if error.isRetriable { status.reconnects &+= 1 }
        }
        if error.isRetriable {
            let milliseconds = backoff.next()
            // One line for each new trouble; the same one again is not worth another.
            if !isRepeated { logger.warning("\(error.what); remedy: \(error.remedy)") }
            control.whenReady(timeoutMilliseconds: milliseconds) {
                $0.isStopping || $0.wantsResume
            } _: {
                $0.wantsResume = false
            }
        } else {
            // Not "then": some remedies need a stop of leat, after which the source begins by itself.
            let again = "`leat sources resume \(options.source.name)` tries again"
            logger.error("stopped: \(error.what); remedy: \(error.remedy); \(again)")
            control.whenReady {
                $0.isStopping || $0.wantsResume
            } _: {
                $0.wantsResume = false
            }
        }
    }
}
