/// Why a source cannot be read, with what its operator does about it.
///
/// `isRetriable` errors heal by themselves (a restarted server, a network that comes back): connect again after a
/// `ReconnectBackoff`. All others stand until somebody acts.
public struct SourceError: Error, Sendable, Equatable, CustomStringConvertible {
    public let code: SourceErrorCode
    /// What happened, in one line that names the server.
    public let what: String
    /// What to do about it, in one line.
    public let remedy: String
    /// The server's or client library's error number; 0 where there is none.
    public let number: UInt32
    /// The server's or client library's own words; empty where there are none.
    public let serverText: String
    /// True when trying again may succeed without anybody acting.
    public let isRetriable: Bool

    public init(
        _ code: SourceErrorCode,
        _ what: String,
        remedy: String? = nil,
        number: UInt32 = 0,
        serverText: String = "",
        isRetriable: Bool? = nil
    ) {
        self.code = code
        self.what = what
        self.remedy = remedy ?? code.remedy
        self.number = number
        self.serverText = serverText
        self.isRetriable = isRetriable ?? code.isRetriable
    }

    /// One line of what; `remedy` is the second line.
    public var description: String {
        guard !serverText.isEmpty else { return what }
        return "\(what): \(number) \(serverText)"
    }
}
