import CommitLog
import Glibc
import LeatConfiguration
import Routing
import Synchronization

// How long records are kept, in the words of the log.

extension RetentionSettings {
    /// - Parameter fileSystemBytes: size of the file system that holds the log; nil if it cannot be asked.
    init(_ configuration: LeatConfiguration, fileSystemBytes: Int?) throws {
        self.init()
        let queue = configuration.queue
        milliseconds = queue.retention.time?.milliseconds ?? TopicRetention.unlimited
        bytes = queue.retention.bytes?.bytes ?? TopicRetention.unlimited
        if let fileSystemBytes { bytes = min(bytes, Int64(Self.bytesMax(ofFileSystem: fileSystemBytes))) }
        protection = queue.protect.map(GroupProtection.init)
        topic = try TopicRules(configuration).retention(of:)
    }

    /// Files beside the log, its reserve and what is written ahead want room too.
    static func bytesMax(ofFileSystem bytes: Int) -> Int { bytes / 10 * 8 }

    /// Size of the file system that holds a directory, or will hold it.
    static func fileSystemBytes(_ directory: String) -> Int? {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 || statvfs(".", &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_blocks) * UInt64(status.f_frsize))
    }
}

/// What the pipelines say of topics, found by the topics' names.
private final class TopicRules: Sendable {
    private struct Rule: Sendable {
        let source: String
        let rule: CaptureRule
        let retention: TopicRetention
    }

    private let rules: [Rule]
    /// A log asks for the same topics again and again.
    private let known = Mutex<[String: TopicRetention]>([:])

    init(_ configuration: LeatConfiguration) throws {
        var rules: [Rule] = []
        for source in configuration.sources {
            for pipeline in source.pipelines {
                for capture in pipeline.capture {
                    do throws(RoutingError) {
                        let rule = try CaptureRule(capture)
                        rules.append(Rule(source: source.name, rule: rule, retention: TopicRetention(capture)))
                    } catch {
                        throw CommandFailure(
                            "pipeline \(pipeline.name): \(error.what)", remedy: error.remedy, code: .usage)
                    }
                }
            }
        }
        self.rules = rules
    }

    /// The first entry that makes such a topic says how long it is kept, as it says everything else of it.
    func retention(of topic: String) -> TopicRetention {
        if let known = known.withLock({ $0[topic] }) { return known }
        let rule = rules.first { $0.rule.mayMake(topic: topic, source: $0.source) }
        let retention = rule?.retention ?? TopicRetention()
        known.withLock { $0[topic] = retention }
        return retention
    }
}

extension TopicRetention {
    init(_ capture: CaptureConfiguration) {
        self.init(
            milliseconds: capture.retention.time?.milliseconds,
            bytes: capture.retention.bytes?.bytes,
            protection: capture.protect.map(GroupProtection.init)
        )
    }
}

extension GroupProtection {
    init(_ protect: ProtectConfiguration) {
        self.init(group: protect.group, bytesMax: Int64(protect.bytesMax))
    }
}

extension RetentionLimit<Duration> {
    fileprivate var milliseconds: Int64 {
        switch self {
        case .limited(let duration): Int64(duration.milliseconds)
        case .unlimited: TopicRetention.unlimited
        }
    }
}

extension RetentionLimit<Int> {
    /// For the log; `unlimited` is its largest number.
    var bytes: Int64 {
        switch self {
        case .limited(let bytes): Int64(bytes)
        case .unlimited: TopicRetention.unlimited
        }
    }
}
