/// Why a login came to nothing.
public enum LoginFailure: Error, Sendable, Equatable {
    /// The name is nobody's, the password is not his, or the mechanism is not among his verifiers: which, is not said.
    case wrongPassword
    /// The other side does not keep to the mechanism.
    case malformed(String)
    /// It asks for what is not offered here.
    case unsupported(String)
}

extension LoginFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongPassword: "user name or password is wrong"
        case .malformed(let what), .unsupported(let what): what
        }
    }
}
