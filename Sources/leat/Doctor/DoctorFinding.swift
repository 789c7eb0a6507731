/// One thing that `leat doctor` looked at.
struct DoctorFinding: Encodable {
    enum Severity: String, Encodable {
        case ok
        case warning
        case fatal
    }

    /// What was looked at: `queue`, `kafka`, `http`, `source trade`.
    let subject: String
    let severity: Severity
    /// One line of what was found.
    let what: String
    /// One line of what to do; nil when all is well.
    let remedy: String?

    static func ok(_ subject: String, _ what: String) -> DoctorFinding {
        DoctorFinding(subject: subject, severity: .ok, what: what, remedy: nil)
    }

    static func warning(_ subject: String, _ what: String, remedy: String) -> DoctorFinding {
        DoctorFinding(subject: subject, severity: .warning, what: what, remedy: remedy)
    }

    static func fatal(_ subject: String, _ what: String, remedy: String) -> DoctorFinding {
        DoctorFinding(subject: subject, severity: .fatal, what: what, remedy: remedy)
    }
}
