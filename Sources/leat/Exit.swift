import ArgumentParser
import Glibc
import LeatConfiguration

/// Ends the process with the message and the code that belong to an error.
enum Exit {
    static func with(_ error: any Error, arguments: [String] = []) -> Never {
        switch error {
        case let failure as CommandFailure:
            StandardError.write("leat: \(failure.what)\nremedy: \(failure.remedy)\n")
            end(failure.code.rawValue)
        case let faults as ConfigurationError:
            StandardError.write("\(faults)\n")
            end(CommandFailure.Code.usage.rawValue)
        case is OutputClosed:
            // The reader of our output has what it wanted: `leat consume … | head`.
            end(0)
        case let code as ExitCode:
            end(code.rawValue)
        default:
            parserError(error, arguments)
        }
    }

    /// Ends at once, without the libraries' own cleanup: an attempt to connect may outlive the stop of its source, and
    /// its thread must not find OpenSSL taken apart under it.
    static func end(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }

    /// Help and version are asked for and go to standard output; anything else is a usage error.
    private static func parserError(_ error: any Error, _ arguments: [String]) -> Never {
        if Leat.exitCode(for: error) == .success {
            try? StandardOutput().finish(Leat.fullMessage(for: error) + "\n")
            end(0)
        }
        let isUsage = Leat.exitCode(for: error) == .validationFailure
        let what = Leat.message(for: error).split(separator: "\n").joined(separator: " ")
        let words = arguments.prefix { !$0.hasPrefix("-") }.prefix(2).filter(isCommandWord)
        let command = (["leat"] + words).joined(separator: " ")
        let remedy = isUsage ? "`\(command) --help` shows the usage with an example" : "see the log above"
        StandardError.write("leat: \(what)\nremedy: \(remedy)\n")
        end(isUsage ? CommandFailure.Code.usage.rawValue : CommandFailure.Code.notWell.rawValue)
    }

    private static func isCommandWord(_ word: String) -> Bool {
        var commands = Leat.configuration.subcommands
        for command in commands { commands += command.configuration.subcommands }
        return commands.contains { $0._commandName == word }
    }
}
