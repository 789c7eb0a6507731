import ArgumentParser

/// `leat groups`: consumer groups and how far they are behind.
struct GroupsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Shows consumer groups, who is in them and how far they are behind.",
        discussion: "EXAMPLE\n  leat groups list\n  leat groups describe dashboard",
        subcommands: [List.self, Describe.self]
    )
}
