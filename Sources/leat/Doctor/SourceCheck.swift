import LeatConfiguration
import MySQLSource

/// Can the source be reached, and is its binlog of use?
enum SourceCheck {
    static func findings(_ source: SourceConfiguration) -> [DoctorFinding] {
        let subject = "source \(source.name)"
        let connection = MySQLConnection(source.sourceOptions)
        defer { connection.close() }
        do {
            try connection.connect()
            return try Preflight.run(connection).map { finding in
                let severity: DoctorFinding.Severity =
                    switch finding.severity {
                    case .ok: .ok
                    case .warning: .warning
                    case .fatal: .fatal
                    }
                return DoctorFinding(
                    subject: subject,
                    severity: severity,
                    what: finding.what,
                    remedy: finding.remedy
                )
            }
        } catch {
            return [.fatal(subject, error.description, remedy: error.remedy)]
        }
    }
}
