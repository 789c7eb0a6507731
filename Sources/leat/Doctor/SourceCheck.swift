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
            let hasViews = source.pipelines.contains { !$0.views.isEmpty }
            return try Preflight.run(connection).map { finding in
                let severity: DoctorFinding.Severity =
                    switch finding.severity {
                    case .ok: .ok
                    // A view stops at the first row that lacks a column which it reads.
                    case .warning where hasViews && finding.what.hasPrefix("binlog_row_image"): .fatal
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
