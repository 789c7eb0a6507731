import LeatConfiguration
import MySQLSource
import Views

/// Can the source be reached, and is its binlog of use?
enum SourceCheck {
    /// - Parameter views: what is known of the views of all sources.
    static func findings(_ source: SourceConfiguration, views: ViewPlan?) -> [DoctorFinding] {
        let subject = "source \(source.name)"
        let connection = MySQLConnection(source.sourceOptions)
        defer { connection.close() }
        do {
            try connection.connect()
            let server = try Preflight.run(connection).map { finding in
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
            return try server + findings(of: views, source, connection)
        } catch {
            return [.fatal(subject, error.description, remedy: error.remedy)]
        }
    }

    /// Do the views fit the source's tables?
    private static func findings(
        of views: ViewPlan?, _ source: SourceConfiguration, _ connection: MySQLConnection
    ) throws(SourceError) -> [DoctorFinding] {
        guard var plan = views, plan.issues.isEmpty else { return [] }
        let names = plan.definitions.filter { $0.sources[0].source == source.name }.map(\.name)
        let unseen = try plan.check(names, of: source, connection)
        return plan.issues.map(ViewCheck.finding)
            + unseen.map { table in
                .warning(
                    "views", "\(table) is not there, or \(source.user) may not see it: its columns are not checked",
                    remedy: "look at its name, or GRANT SELECT on it to \(source.user)")
            }
    }
}
