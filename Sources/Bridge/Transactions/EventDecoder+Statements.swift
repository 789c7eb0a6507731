import Binlog

extension EventDecoder {
    /// Texts of skipped statements that are named, each time the counters are taken.
    private static let skippedTextsMax = 20

    /// A statement that changes rows stands in the binlog as text: by default the source stops; `statement_events:
    /// skip` counts and names it.
    mutating func passOver(
        statement verb: StaticString, _ text: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(BridgeError) {
        guard skipsStatements else { throw statementRefusal(verb) }
        counters.notices.skippedStatements &+= 1
        guard counters.skippedTexts.count < Self.skippedTextsMax else { return }
        let shown = text.isEmpty ? "\(verb)" : String(decoding: text.prefix(200), as: UTF8.self)
        counters.skippedTexts.append("\(progress.position): \(shown)")
    }
}
