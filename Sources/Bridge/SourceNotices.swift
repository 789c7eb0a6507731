/// What was not carried as it is, or not carried at all because the configuration says so: each is counted.
public struct SourceNotices: Sendable, Equatable {
    /// Dates that no calendar has, which went out as null or the epoch.
    public internal(set) var zeroDates: UInt64 = 0
    /// Texts that are not legal in their character set, which went out with U+FFFD (`invalid_text: replace`).
    public internal(set) var replacedTexts: UInt64 = 0
    /// Row changes that a `where` left out.
    public internal(set) var filteredRows: UInt64 = 0
    /// Outbox messages that went to the dead-letter topic.
    public internal(set) var deadLetters: UInt64 = 0
    /// Statements that change rows by their text, passed over (`statement_events: skip`).
    public internal(set) var skippedStatements: UInt64 = 0

    public init() {}

    init(zeroDates: UInt64 = 0, replacedTexts: UInt64 = 0, deadLetters: UInt64 = 0) {
        self.zeroDates = zeroDates
        self.replacedTexts = replacedTexts
        self.deadLetters = deadLetters
    }

    static func - (later: SourceNotices, earlier: SourceNotices) -> SourceNotices {
        var difference = later
        difference.zeroDates &-= earlier.zeroDates
        difference.replacedTexts &-= earlier.replacedTexts
        difference.filteredRows &-= earlier.filteredRows
        difference.deadLetters &-= earlier.deadLetters
        difference.skippedStatements &-= earlier.skippedStatements
        return difference
    }

    static func += (total: inout SourceNotices, more: SourceNotices) {
        total.zeroDates &+= more.zeroDates
        total.replacedTexts &+= more.replacedTexts
        total.filteredRows &+= more.filteredRows
        total.deadLetters &+= more.deadLetters
        total.skippedStatements &+= more.skippedStatements
    }
}
