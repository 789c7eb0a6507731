/// One result of `Preflight`: what was looked at, how it stands, and what to do.
public struct Finding: Sendable, Equatable {
    public enum Severity: String, Sendable, Comparable {
        case ok, warning, fatal

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int { self == .ok ? 0 : self == .warning ? 1 : 2 }
    }

    public let severity: Severity
    /// The kind of trouble; nil when all is well.
    public let code: SourceErrorCode?
    /// What stands there, in one line.
    public let what: String
    /// What to do, in one line; nil when all is well.
    public let remedy: String?

    static func ok(_ what: String) -> Finding { Finding(severity: .ok, code: nil, what: what, remedy: nil) }

    static func warning(_ code: SourceErrorCode, _ what: String, _ remedy: String? = nil) -> Finding {
        Finding(severity: .warning, code: code, what: what, remedy: remedy ?? code.remedy)
    }

    static func fatal(_ code: SourceErrorCode, _ what: String, _ remedy: String? = nil) -> Finding {
        Finding(severity: .fatal, code: code, what: what, remedy: remedy ?? code.remedy)
    }
}
