import ArgumentParser

/// `leat log`: the storage engine's own tools, for a directory that no process uses.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Checks, shows and repairs the files of a queue that no process uses.",
        discussion: "EXAMPLE\n  leat log check data\n  leat log dump data --max 20\n  leat log repair data",
        subcommands: [Check.self, Dump.self, Repair.self]
    )

    /// The directory that every one of these commands takes.
    struct Directory: ParsableArguments {
        @Argument(help: ArgumentHelp("The queue's directory, as `queue.directory` names it.", valueName: "dir"))
        var directory: String

        /// Without slashes at its end, so that paths in messages read well.
        var path: String {
            var path = directory[...]
            while path.count > 1, path.last == "/" { path.removeLast() }
            return String(path)
        }
    }
}
