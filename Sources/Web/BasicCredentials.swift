import Bytes

/// What `Authorization: Basic …` says: Base64 of `name:password` in UTF-8 (RFC 7617).
struct BasicCredentials: Sendable, Equatable {
    let name: String
    let password: String

    /// Longest header that is looked at.
    private static let bytesMax = 4_096

    /// nil when the header is another scheme's or malformed.
    init?(_ header: String) {
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard header.utf8.count <= Self.bytesMax, words.count == 2, words[0].lowercased() == "basic",
            let bytes = Base64.decode(words[1].utf8), let text = String(validating: bytes, as: UTF8.self),
            let colon = text.firstIndex(of: ":"), colon != text.startIndex
        else { return nil }
        name = String(text[..<colon])
        password = String(text[text.index(after: colon)...])
    }
}
