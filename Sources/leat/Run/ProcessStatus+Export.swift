import CommitLog
import Web

extension ProcessStatus {
    func positionExport() async throws -> [UInt8] {
        do {
            let snapshot = try await log.snapshot()
            return try PositionExport(snapshot).text()
        } catch let error as CommitLogError {
            throw StatusRefusal(error.what, remedy: error.remedy)
        } catch let failure as CommandFailure {
            throw StatusRefusal(failure.what, remedy: failure.remedy)
        }
    }
}

extension CommitLog {
    fileprivate func snapshot() async throws -> LogSnapshot {
        try await withCheckedThrowingContinuation { continuation in
            snapshot { continuation.resume(with: $0.mapError { $0 as any Error }) }
        }
    }
}
