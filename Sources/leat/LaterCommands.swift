/// Commands that the manual names and this version does not have. Asking for one is a usage error that says so,
/// instead of a guess at a typing mistake.
enum LaterCommands {
    private static let names = [
        ["sources", "pause"], ["sources", "skip"], ["snapshot"], ["verify"], ["reload"],
    ]

    static func refusal(_ arguments: [String]) -> CommandFailure? {
        let words = arguments.prefix { !$0.hasPrefix("-") }
        guard let name = names.first(where: { words.starts(with: $0) }) else { return nil }
        return CommandFailure(
            "`leat \(name.joined(separator: " "))` is not in this version yet",
            remedy: "`leat --help` shows what is there",
            code: .usage
        )
    }
}
