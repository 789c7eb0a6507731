/// The one message of a PLAIN login.
///
///     authorization identity | 0 | name | 0 | password          all UTF-8
///
/// Source: RFC 4616, section 2.
public struct PlainMessage: Sendable {
    public let name: String
    public let password: String

    public init(name: String, password: String) {
        self.name = name
        self.password = password
    }

    /// - Throws: `malformed`, or `unsupported` when one logs in to act as another.
    public init(_ bytes: [UInt8]) throws(LoginFailure) {
        let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, !parts[2].isEmpty,
            let name = String(validating: parts[1], as: UTF8.self),
            let password = String(validating: parts[2], as: UTF8.self)
        else { throw .malformed("the PLAIN message does not consist of two names and a password") }
        guard parts[0].isEmpty || parts[0] == parts[1] else {
            throw .unsupported("acting for another user is not offered")
        }
        self.name = name
        self.password = password
    }

    public var bytes: [UInt8] { [0] + Array(name.utf8) + [0] + Array(password.utf8) }
}
