import ArgumentParser

/// `leat groups`: consumer groups and how far they are behind.
struct GroupsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Shows consumer groups, who is in them and how far they are behind, and sets where they go on.",
        discussion: "EXAMPLE\n  leat groups list\n  leat groups describe dashboard",
        subcommands: [List.self, Describe.self, Reset.self]
    )
}
