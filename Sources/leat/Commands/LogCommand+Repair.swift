import ArgumentParser
import Bridge
import CommitLog
import Glibc

extension LogCommand {
    /// `leat log repair`
    struct Repair: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cuts a damaged log off at its first bad frame, so that it opens again.",
            discussion: """
                Shows what would be lost and asks first. A copy of it is kept in <segment>.cut-<position>. \
                Sources go on from their positions at the cut and send again what followed, as far as their binlogs \
                still have it; consumers are told by a new leader epoch.

                EXAMPLE
                  leat log repair data
                  leat log repair data --yes
                """
        )

        @OptionGroup var log: Directory

        @Flag(name: [.long, .short], help: "Do not ask.")
        var yes = false

        func run() throws {
            do {
                let repair = try LogRepair(directory: log.path, merging: CheckpointMerger())
                let output = StandardOutput()
                guard let plan = try repair.plan() else {
                    return try output.finish("the log in \(log.path) can be opened: nothing to repair\n")
                }
                try output.finish(RepairText(plan).text)
                try confirm()
                try repair.cut(plan)
                try output.finish("the log was cut off at position \(plan.position) and can be opened again\n")
            } catch let error as CommitLogError {
                throw CommandFailure(error)
            }
        }

        private func confirm() throws {
            if yes { return }
            guard isatty(STDIN_FILENO) == 1 else {
                throw CommandFailure(
                    "nothing was changed: there is no terminal to ask at",
                    remedy: "say --yes to cut the log off without a question",
                    code: .usage
                )
            }
            StandardError.write("Cut it off? Type yes: ")
            guard readLine()?.lowercased() == "yes" else {
                throw CommandFailure(
                    "nothing was changed",
                    remedy: "restore the directory from a copy, or answer yes next time",
                    code: .notWell
                )
            }
        }
    }
}
