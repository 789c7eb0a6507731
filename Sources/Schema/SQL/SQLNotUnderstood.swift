/// A statement, or a piece of one, that this version cannot read. It never stops a stream: what the statement is about
/// becomes unsure.
struct SQLNotUnderstood: Error, Equatable {
    let what: String

    init(_ what: String) { self.what = what }
}
