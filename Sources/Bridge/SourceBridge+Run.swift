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
            let disk = DiskObservation(log)
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
                if status.state == .streaming, error.isRetriable, disk.wasFull(log) {
                    reconnectAfterFullDisk(&backoff)
                    continue
                }
                // A clash over an id that was drawn by chance heals with another one.
                if error.isServerIDClash { replica = nil }
                wait(after: error, &backoff)
            }
        }
        logger.info("stopped at \(status.position.isEmpty ? "its start" : status.position)")
    }

    /// The server does not wait for ever for a reader that does not read: that it has dropped the connection while
    /// there was no space is nothing to repair.
    private func reconnectAfterFullDisk(_ backoff: inout ReconnectBackoff) {
        logger.info("the connection ended while the queue's disk was full; connecting again")
        board.update { status in
            status.problem = nil
            status.reconnects &+= 1
        }
        control.whenReady(timeoutMilliseconds: backoff.next()) {
            $0.isStopping || $0.wantsResume
        } _: {
            $0.wantsResume = false
        }
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
