import ArgumentParser
import Bridge
import CommitLog

extension PositionCommand {
    /// `leat position import`
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a queue in an empty directory that goes on where an export was made.",
            discussion: """
                The records stay behind: each partition begins at its next offset, in a new leader epoch, and the \
                sources and consumer groups go on at their positions. The queue keeps its identity (Kafka's cluster \
                id). A directory that holds a queue already is refused and not changed.

                EXAMPLE
                  leat position export trade.json
                  mv data data.old
                  leat position import trade.json
                """
        )

        @Argument(help: ArgumentHelp("What `leat position export` wrote.", valueName: "file"))
        var source: String

        @OptionGroup var file: DirectoryOption

        /// More than a million partitions take.
        private static let exportBytesMax = 1 << 30

        func run() throws {
            let export = try PositionExport(text: try WholeFile(path: source).read(bytesMax: Self.exportBytesMax))
            var configuration = try file.configuration().queue.logConfiguration
            configuration.preallocateBytesMax = 0
            do {
                let log = try CommitLog.create(configuration, from: try export.snapshot(), merging: CheckpointMerger())
                log.close()
                if let failure = log.failure { throw failure }
            } catch let error as CommitLogError {
                throw CommandFailure(error)
            }
            try StandardOutput().finish(
                "imported into \(configuration.directory): \(export.summary), as of \(export.exported)\n"
                    + export.sources.map { "source \($0.name) continues at \($0.checkpoint?.text ?? "its start")\n" }
                    .joined()
            )
        }
    }
}

extension PositionExport.Checkpoint {
    /// As `leat position show` says it.
    fileprivate var text: String { gtid.isEmpty ? "file:\(file):\(offset)" : "gtid:\(gtid)" }
}
