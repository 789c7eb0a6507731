import ArgumentParser
import CommitLog

extension LogCommand {
    /// `leat log dump`
    struct Dump: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the log's frames, one a line: position, kind, sequence, source, checkpoint, offsets.",
            discussion: """
                Goes on after damaged places, which have a line of their own; `leat log check` judges them. Changes \
                nothing. Refused while a process uses the directory.

                EXAMPLE
                  leat log dump data --from 4096 --max 20
                  leat log dump data --json
                """
        )

        @OptionGroup var log: Directory

        @Option(name: .long, help: ArgumentHelp("Log position to begin at.", valueName: "position"))
        var from: UInt64 = 0

        @Option(name: .long, help: ArgumentHelp("Ends after this many lines.", valueName: "n"))
        var max: Int?

        @Flag(name: .long, help: "A JSON object a line instead of text.")
        var json = false

        func validate() throws {
            if let max, max < 0 { throw ValidationError("`--max \(max)` is less than nothing") }
        }

        func run() throws {
            let output = StandardOutput()
            do {
                let inspection = try LogInspection.open(directory: log.path)
                let walk = try inspection.walk(from: from)
                var left = max ?? .max
                while left > 0, let step = try walk.next() {
                    left -= 1
                    let line =
                        switch step {
                        case .frame(let frame, let position): FrameLine(frame, position: position, names: walk.names)
                        case .damage(let damage): FrameLine(damage)
                        }
                    try output.line(json ? JSONOutput.line(line) : line.text)
                }
            } catch let error as CommitLogError {
                try output.flush()
                throw CommandFailure(error)
            }
            try output.finish()
        }
    }
}
