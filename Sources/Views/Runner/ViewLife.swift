import Bytes
import CommitLog
import Glibc
import Logging

/// The life of one view on its thread: takes up the stored state or makes it from what the queue holds, follows the log,
/// answers questions, stores its state. Whatever happens to it stays here.
final class ViewLife {
    private let definition: ViewDefinition
    private let log: CommitLog
    private let options: ViewRunnerOptions
    private let board: ViewBoard
    private let mailbox: ViewMailbox
    private let logger: Logger
    private var followers: [ViewSubscription] = []
    private var work: ViewWork?
    /// That the state was made anew, and why; an operator may look later.
    private var remade: String?
    private var lastCheckpoint = ContinuousClock.now
    private var checkpointCost = Duration.zero
    private let file: ViewCheckpointFile?
    /// Where the log ended when the state began to be made: it is whole from there on.
    private static let waitMilliseconds = 1_000

    init(
        _ definition: ViewDefinition, log: CommitLog, options: ViewRunnerOptions, board: ViewBoard,
        mailbox: ViewMailbox, logger: Logger
    ) {
        self.definition = definition
        self.log = log
        self.options = options
        self.board = board
        self.mailbox = mailbox
        self.logger = logger
        file = options.directory.map { ViewCheckpointFile(directory: $0, name: definition.name) }
    }

    func run() {
        var why: String?
        var isFirst = true
        while !mailbox.isStopping {
            do {
                let work = try begin(isFirst: isFirst, why)
                self.work = work
                isFirst = false
                try follow(work)
                break
            } catch {
                work = nil
                switch ViewStop(any: error) {
                case .rebuild(let reason):
                    why = reason
                    isFirst = false
                    for follower in followers { follower.restart() }
                    logger.warning("view \(definition.name) is made anew from what the queue holds: \(reason)")
                    board.update { entry in
                        entry.report.rebuilds += 1
                        entry.report.state = .building
                    }
                case .failed(let what, let remedy):
                    beStopped(what, remedy)
                    break
                }
            }
        }
        endFollowers(nil)
        for question in mailbox.takeQuestions() { refuse(question, ViewRunner.ending(definition.name)) }
    }

    // MARK: - Beginning

    private func begin(isFirst: Bool, _ why: String?) throws -> ViewWork {
        var reason = why
        if isFirst, let file {
            do {
                if let stored = try file.load(identity: definition.identity, log: log.uuid) {
                    let work = try ViewWork(definition, log: log, stored: stored)
                    report(work, .building, nil)
                    return work
                }
            } catch let error as ViewCheckpointError {
                reason = error.why
            } catch ViewStop.rebuild(let lost) {
                reason = lost
            }
            if let reason {
                logger.warning("view \(definition.name) is made anew from what the queue holds: \(reason)")
                board.update { $0.report.rebuilds += 1 }
            }
        }
        let work = try ViewWork(definition, log: log)
        remade = reason.map { "made anew from what the queue holds: \($0)" }
        report(work, .building, remade)
        return work
    }

    // MARK: - Following

    private func follow(_ work: ViewWork) throws {
        while !mailbox.isStopping {
            var deltas = 0
            // So many steps between two looks at the mailbox.
            while deltas < 256, let delta = try work.step() {
                if work.isWhole { give(delta, work) }
                deltas += 1
            }
            let isCaughtUp = deltas < 256
            if isCaughtUp { try work.caughtUp() }
            report(work, work.isWhole ? .running : .building, work.note ?? remade)
            board.update { $0.isCaughtUp = isCaughtUp }
            answer(work)
            storeIfDue(work)
            if isCaughtUp { mailbox.wait(milliseconds: Self.waitMilliseconds) }
        }
        store(work)
    }

    private func give(_ delta: ViewDelta, _ work: ViewWork) {
        guard !delta.isEmpty, !followers.isEmpty else { return }
        let event = work.events.changeEvent(delta)
        followers.removeAll(where: \.isEnded)
        for follower in followers { follower.give(change: event) }
    }

    private func report(_ work: ViewWork, _ state: ViewReport.State, _ note: String?) {
        board.update { entry in
            entry.report.state = state
            entry.report.columns = work.columns
            entry.report.rows = work.rowCount
            entry.report.stateBytes = work.stateBytes
            entry.report.isIncomplete = work.isIncomplete
            entry.report.changes += work.takeChanges()
            entry.report.note = note
            entry.report.error = nil
            entry.report.remedy = nil
            entry.appendTime = work.appendTime
        }
    }

    // MARK: - Questions

    private func answer(_ work: ViewWork) {
        for question in mailbox.takeQuestions() {
            switch question {
            case .follow(let follower):
                if !followers.contains(where: { $0 === follower }) { followers.append(follower) }
            case .result(let completion):
                guard work.isWhole else {
                    let what = "view \(definition.name) is being made from what the queue holds"
                    completion(.failure(ViewRefusal(.notNow, what, remedy: "ask again in a moment")))
                    continue
                }
                if let refusal = tooLarge(work) {
                    completion(.failure(refusal))
                } else {
                    completion(.success(work.events.result(work.columns, work.rows)))
                }
            }
        }
        guard work.isWhole else { return }
        followers.removeAll(where: \.isEnded)
        let waiting = followers.filter(\.needsRows)
        guard !waiting.isEmpty else { return }
        if let refusal = tooLarge(work) {
            let event = ViewEvents.stoppedEvent(refusal)
            for follower in waiting { follower.end(with: event) }
            return
        }
        let event = work.events.rowsEvent(work.columns, work.rows)
        for follower in waiting { follower.give(rows: event) }
    }

    private func tooLarge(_ work: ViewWork) -> ViewRefusal? {
        guard work.rowCount > options.resultRowsMax else { return nil }
        return ViewRefusal(
            .tooLarge, "the result of view \(definition.name) has \(work.rowCount) rows, \(options.resultRowsMax) are sent",
            remedy: "add ORDER BY … LIMIT to the query, or raise result_rows_max")
    }

    private func refuse(_ question: ViewMailbox.Question, _ refusal: ViewRefusal) {
        switch question {
        case .result(let completion): completion(.failure(refusal))
        case .follow(let follower): follower.end(with: ViewEvents.stoppedEvent(refusal))
        }
    }

    private func endFollowers(_ refusal: ViewRefusal?) {
        for follower in followers { follower.end(with: refusal.map { ViewEvents.stoppedEvent($0) }) }
        followers = []
    }

    /// The view has ended; its thread says so to whoever asks, until the process ends.
    private func beStopped(_ what: String, _ remedy: String) {
        logger.error("view \(definition.name) stopped: \(what); \(remedy)")
        board.update { entry in
            entry.report.state = .stopped
            entry.report.error = what
            entry.report.remedy = remedy
            entry.report.note = nil
            entry.isCaughtUp = true
        }
        let refusal = ViewRefusal(.stopped, "view \(definition.name) has stopped: \(what)", remedy: remedy)
        endFollowers(refusal)
        while !mailbox.isStopping {
            for question in mailbox.takeQuestions() { refuse(question, refusal) }
            mailbox.wait(milliseconds: Self.waitMilliseconds)
        }
    }

    // MARK: - Storing

    private func storeIfDue(_ work: ViewWork) {
        // A large state takes its time: it is stored the more rarely.
        let interval = max(.milliseconds(options.checkpointMilliseconds), checkpointCost * 20)
        guard work.isChanged, lastCheckpoint.duration(to: .now) >= interval else { return }
        store(work)
    }

    private func store(_ work: ViewWork) {
        guard let file, work.isChanged, work.isWhole, let stored = work.stored() else { return }
        let begin = ContinuousClock.now
        do throws(ViewCheckpointError) {
            try file.store(stored, log: log.uuid)
            work.isChanged = false
        } catch {
            logger.warning("view \(definition.name): \(error.why); it goes on, and is made again from the log if need be")
        }
        lastCheckpoint = .now
        checkpointCost = begin.duration(to: lastCheckpoint)
    }
}
