import ArgumentParser
import CommitLog

/// Why a command ends without success, in the two lines that the operator reads.
struct CommandFailure: Error {
    /// The exit codes of every command.
    enum Code: Int32 {
        /// The thing asked about is not well.
        case notWell = 1
        /// The command line or the configuration is wrong.
        case usage = 2
        /// A server could not be reached.
        case unreachable = 3
    }

    let what: String
    let remedy: String
    let code: Code

    init(_ what: String, remedy: String, code: Code) {
        self.what = what
        self.remedy = remedy
        self.code = code
    }
}

extension CommandFailure {
    /// The log refuses.
    init(_ error: CommitLogError) { self.init(error.what, remedy: error.remedy, code: .notWell) }
}
