/// Which topics a row may name: text with `*` for any characters, none included.
public struct TopicPattern: Sendable, Equatable {
    /// As written in the configuration.
    public let text: String
    private let glob: Glob

    /// - Throws: `invalidPattern` for an empty pattern and for characters that no topic's name may have.
    public init(_ text: String) throws(RoutingError) {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 == UInt8(ascii: "*") || TopicName.isLegal($0) }) else {
            throw RoutingError(
                code: .invalidPattern, what: "topic pattern \"\(text)\" can match no topic",
                remedy: "Write letters, digits, '.', '_' and '-', and * for any characters: order-*.")
        }
        self.text = text
        glob = Glob(text)
    }

    func matches(_ name: UnsafeRawBufferPointer) -> Bool { glob.matches(name) }
}
