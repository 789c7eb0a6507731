import Access
import LeatConfiguration

/// Can the listeners' certificates and keys be used, and for how long?
enum CertificateCheck {
    private static let daysWarned = 30

    static func findings(_ configuration: LeatConfiguration) -> [DoctorFinding] {
        let listeners = configuration.kafka.listeners.map { ("kafka", $0.tls) } + [("http", configuration.http.tls)]
        return listeners.compactMap { subject, files in files.map { finding(subject, $0) } }
    }

    private static func finding(_ subject: String, _ files: TLSFiles) -> DoctorFinding {
        do {
            _ = try files.serverConfiguration()
            let days = try files.daysLeft()
            guard days <= daysWarned else { return .ok(subject, "\(files.certificate) is valid for \(days) days") }
            return .warning(
                subject,
                "\(files.certificate) is valid for \(days) more days",
                remedy: "renew it, then start `leat run` again"
            )
        } catch {
            return .fatal(subject, error.what, remedy: error.remedy)
        }
    }
}
