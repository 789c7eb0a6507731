import Threads

/// The log's housekeeper: one background thread for work that neither the writer nor a reader should wait for (index
/// files, retention, relocation, scrub). Jobs run one at a time, in the order of their coming; duties run at each tick.
/// Both deal with their own errors: nothing that fails here stops the log.
///
/// Without the thread (`tickMilliseconds` 0, or never started) everything waits until `runPending` or `tick` is called:
/// so tests and the simulation decide when it happens.
final class LogKeeper: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var duties: [@Sendable () -> Void] = []
        var isStopping = false
        /// Jobs still to be done when it stops; false after a crash.
        var finishes = true
    }

    private let state = ConditionLock(State())
    /// Time between two ticks; 0 for none.
    let tickMilliseconds: Int

    init(tickMilliseconds: Int) { self.tickMilliseconds = tickMilliseconds }

    /// Adds a job, done once. Its callers see to it that few wait.
    func add(_ job: @escaping @Sendable () -> Void) {
        state.withLock { $0.jobs.append(job) }
        state.signal()
    }

    /// Adds a duty, done at each tick. It must not take long: a long one does a part each time.
    func onTick(_ duty: @escaping @Sendable () -> Void) { state.withLock { $0.duties.append(duty) } }

    /// True when the log is closing: long work ends early.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Does all jobs that wait, on the calling thread, and those that they add.
    func runPending() {
        while let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) { job() }
    }

    /// Does all duties once, on the calling thread.
    func tick() {
        for duty in state.withLock({ $0.duties }) { duty() }
    }

    /// The thread's body.
    func run() {
        var nextTick = monotonicMicroseconds() + Int64(tickMilliseconds) * 1000
        while true {
            let (job, isStopping) = state.whenReady(
                timeoutMilliseconds: milliseconds(until: nextTick),
                { !$0.jobs.isEmpty || $0.isStopping }
            ) { state in
                if state.isStopping && !state.finishes { state.jobs = [] }
                return (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isStopping)
            }
            job?()
            if job == nil && isStopping { return }
            guard !isStopping, monotonicMicroseconds() >= nextTick else { continue }
            tick()
            nextTick = monotonicMicroseconds() + Int64(tickMilliseconds) * 1000
        }
    }

    /// Ends the thread; duties are not done any more.
    /// - Parameter finishing: whether jobs that wait are still done.
    func stop(finishing: Bool) {
        state.withLock { state in
            state.isStopping = true
            state.finishes = finishing
        }
        state.signal()
    }
}
