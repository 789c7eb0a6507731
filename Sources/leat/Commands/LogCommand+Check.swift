import ArgumentParser
import Bridge
import CommitLog
import RecordBatch

extension LogCommand {
    /// `leat log check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads the whole log and verifies every frame and record batch; exit code 1 if one is wrong.",
            discussion: """
                Changes nothing, and needs no more than read permission. Refused while a process uses the directory.

                EXAMPLE
                  leat log check data
                """
        )

        @OptionGroup var log: Directory
        @OptionGroup var format: JSONOption

        func run() throws {
            let check: LogCheck
            do throws(CommitLogError) {
                let inspection = try LogInspection.open(directory: log.path)
                let progress = ByteProgress("checked", bytesTotal: try inspection.byteCount())
                check = try inspection.check(
                    merging: CheckpointMerger(),
                    judgingBatches: RecordBatchView.problem,
                    progress: progress.reached
                )
                progress.end()
            } catch {
                throw CommandFailure(error)
            }
            let report = LogCheckReport(check, directory: log.path)
            try StandardOutput().finish(format.json ? JSONOutput.text(report) + "\n" : report.text)
            guard let what = report.what, let remedy = report.remedy else { return }
            if format.json { throw ExitCode(CommandFailure.Code.notWell.rawValue) }
            throw CommandFailure(what, remedy: remedy, code: .notWell)
        }
    }
}

extension RecordBatchView {
    /// Says what is wrong with a batch of the log, or nil.
    static func problem(_ entry: FrameEntry, _ bytes: UnsafeRawBufferPointer) -> String? {
        do throws(RecordBatchError) {
            let batch = try RecordBatchView(bytes)
            try batch.verifyChecksum()
            let header = batch.header
            guard header.byteLength == bytes.count, header.baseOffset == entry.baseOffset,
                header.lastOffset == entry.lastOffset, Int(header.recordCount) == Int(entry.recordCount)
            else { return "its header and the frame's table disagree" }
            return nil
        } catch {
            return String(error.description.prefix { $0 != "\n" })
        }
    }
}
