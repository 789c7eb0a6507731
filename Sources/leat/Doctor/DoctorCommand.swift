import Access
import ArgumentParser
import Foundation
import LeatConfiguration

/// `leat doctor`: would `leat run` work here?
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Checks configuration, disk, ports, sources and grants; changes nothing. Exit code 1 if anything is fatal.",
        discussion: "EXAMPLE\n  leat doctor --config config/leat.yaml"
    )

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var format: JSONOption

    func run() throws {
        let configuration = try file.load()
        var findings = [DoctorFinding.ok("configuration", "\(file.config): \(configuration.sources.count) source(s)")]
        findings += DiskCheck.findings(configuration.queue)
        findings += CertificateCheck.findings(configuration)
        let http = configuration.http
        let isRunning = RunningLeat(address: http.listen, trust: http.tls.map { _ in TLSTrust.anybody }).isThere
        findings += PortCheck.findings(configuration, isRunning: isRunning)
        findings.append(HandleCheck.finding(configuration.kafka))
        findings += ViewCheck.findings(configuration)
        let views = try? ViewPlan(configuration)
        for source in configuration.sources { findings += SourceCheck.findings(source, views: views) }
        try StandardOutput().finish(format.json ? JSONOutput.text(findings) + "\n" : Self.text(findings))
        if findings.contains(where: { $0.severity == .fatal }) { throw ExitCode(CommandFailure.Code.notWell.rawValue) }
    }

    /// A line for each finding, and below it what to do.
    private static func text(_ findings: [DoctorFinding]) -> String {
        let width = findings.map(\.subject.count).max() ?? 0
        return findings.map { finding in
            let subject = finding.subject.padding(toLength: width, withPad: " ", startingAt: 0)
            let severity = finding.severity.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
            let indent = String(repeating: " ", count: width + 11)
            return "\(subject)  \(severity)  \(finding.what)\n"
                + (finding.remedy.map { "\(indent)remedy: \($0)\n" } ?? "")
        }.joined()
    }
}
