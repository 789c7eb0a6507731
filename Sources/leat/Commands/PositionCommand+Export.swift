import ArgumentParser
import Bridge
import CommitLog

extension PositionCommand {
    /// `leat position export`
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes everything but the records that the queue needs to go on in an empty directory.",
            discussion: """
                Every source's position, topics, the next offset and the leader epochs of each partition, consumer \
                groups, table definitions: one JSON file with a checksum. Asks the running process over HTTP; reads \
                the queue's directory when nothing uses it, and changes nothing there.

                EXAMPLE
                  leat position export trade.json
                  leat position export --http queue.example.org:8080 > trade.json
                """
        )

        @Argument(help: ArgumentHelp("Where to write it; standard output if left out.", valueName: "file"))
        var target: String?

        @OptionGroup var running: RunningOptions

        func run() throws {
            let text = try running.http == nil ? fromDirectoryOrProcess() : running.process().positionExport()
            // What came over the network is not trusted either.
            let export = try PositionExport(text: text)
            guard let target else {
                let output = StandardOutput()
                output.write(text)
                return try output.finish()
            }
            try WholeFile(path: target).write(text)
            try StandardOutput().finish("exported to \(target): \(export.summary)\n")
        }

        private func fromDirectoryOrProcess() throws -> [UInt8] {
            let directory = try running.configuration().queue.directory
            do {
                let log = try LogInspection.open(directory: directory)
                return try PositionExport(try log.snapshot(merging: CheckpointMerger())).text()
            } catch let error as CommitLogError {
                if error.code == .inUse { return try running.process().positionExport() }
                throw CommandFailure(error)
            }
        }
    }
}
