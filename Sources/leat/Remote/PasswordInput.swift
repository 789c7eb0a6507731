import Glibc

/// Passwords, from a person or from a pipe.
enum PasswordInput {
    private static let variable = "LEAT_PASSWORD"

    /// The password of somebody who logs in: out of the environment, or asked for on the terminal.
    static func known(for name: String) throws -> String {
        if let value = getenv(variable) { return String(cString: value) }
        guard isatty(STDIN_FILENO) == 1, let password = ask("password of \(name): ") else {
            throw CommandFailure(
                "there is no password for \(name)",
                remedy: "set \(variable), or run this on a terminal to be asked",
                code: .usage
            )
        }
        return password
    }

    /// A new password: asked for twice on a terminal, otherwise the first line of standard input.
    static func new(for name: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(strippingNewline: true) else {
                throw CommandFailure(
                    "standard input holds no password", remedy: "write it there as one line", code: .usage)
            }
            return line
        }
        guard let password = ask("password of \(name): "), let again = ask("once more: ") else {
            throw CommandFailure("no password was given", remedy: "type it twice", code: .usage)
        }
        guard password == again else {
            throw CommandFailure("the two passwords differ", remedy: "type the same one twice", code: .usage)
        }
        return password
    }

    /// One line from the terminal, which does not show it.
    private static func ask(_ question: String) -> String? {
        var before = termios()
        let isKnown = tcgetattr(STDIN_FILENO, &before) == 0
        var quiet = before
        quiet.c_lflag &= ~tcflag_t(ECHO)
        // Before the question: whoever answers at once is neither shown nor thrown away.
        if isKnown { tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) }
        StandardError.write(question)
        defer {
            if isKnown { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
            StandardError.write("\n")
        }
        return readLine(strippingNewline: true)
    }
}
