import LeatConfiguration

/// Can the views be kept up to date from what the pipelines capture?
enum ViewCheck {
    static func finding(_ issue: ConfigurationIssue) -> DoctorFinding {
        .fatal("views", "\(issue.file):\(issue.line ?? 1): \(issue.what)", remedy: issue.remedy)
    }

    static func findings(_ configuration: LeatConfiguration) -> [DoctorFinding] {
        do {
            let plan = try ViewPlan(configuration)
            let wrong = plan.issues.map(finding)
            guard wrong.isEmpty else { return wrong }
            return plan.definitions.isEmpty ? [] : [.ok("views", "\(plan.definitions.count) view(s)")]
        } catch let error as CommandFailure {
            return [.fatal("views", error.what, remedy: error.remedy)]
        } catch {
            return [.fatal("views", "\(error)", remedy: "see the configuration")]
        }
    }
}
