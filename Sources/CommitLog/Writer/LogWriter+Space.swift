// What the writer does with space on the disk beside using it.

extension LogWriter {
    /// Cuts off what a write that found no space has left behind the end, durably.
    /// - Throws: a shortage if even this needs space; any other failure ends the log.
    func cutTail() throws(CommitLogError) {
        // The filler's thread must not write zeros behind the cut.
        pauseFilling()
        do throws(FileSystemError) {
            try segment.file.truncate(to: segment.offset(of: position))
        } catch {
            throw error.isShortage ? error.asShortage(position: position) : error.asLogError(position: position)
        }
        try sync()
        hasUncutTail = false
    }

    /// The same; without space it is done before the next write.
    func cutTailIfPossible() throws(CommitLogError) {
        guard hasUncutTail else { return }
        do throws(CommitLogError) { try cutTail() } catch {
            guard error.isShortage else { throw error }
        }
    }

    /// No zeros are written any more, and a file that was prepared as the next segment gives its space back.
    /// - Returns: true if it did.
    @discardableResult
    func pauseFilling() -> Bool {
        guard let filler else { return false }
        isFillingPaused = true
        guard filler.takeSpare() != nil else { return false }
        try? shared.environment.fileSystem.remove(shared.sparePath)
        return true
    }

    func resumeFilling() {
        guard isFillingPaused else { return }
        isFillingPaused = false
        filler?.begin(path: segment.path, filledEnd: segment.offset(of: position))
    }

    /// Sees to it that there is a reserve.
    /// - Returns: false if there is no space for one.
    func provideReserve() -> Bool {
        let isThere = reserve.provide(headBytes: segmentHeadEnd)
        showReserve()
        return isThere
    }

    func showReserve() {
        let bytes = reserve.byteCount
        shared.statistics.withLock { $0.reserveBytes = bytes }
    }
}
