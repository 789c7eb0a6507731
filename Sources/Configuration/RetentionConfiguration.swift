/// How long records are kept; what is nil is as for the whole queue.
public struct RetentionConfiguration: Sendable, Equatable {
    /// From when a record was appended, not from when it was committed.
    public var time: RetentionLimit<Duration>?
    public var bytes: RetentionLimit<Int>?

    public init(time: RetentionLimit<Duration>? = nil, bytes: RetentionLimit<Int>? = nil) {
        self.time = time
        self.bytes = bytes
    }
}

/// A limit, or the word `unlimited`.
public enum RetentionLimit<Value: Sendable & Equatable>: Sendable, Equatable {
    case limited(Value)
    case unlimited
}

/// A consumer group whose unread records are kept beyond retention.
public struct ProtectConfiguration: Sendable, Equatable {
    public var group: String
    /// Bytes beyond what retention would delete; then the oldest give way.
    public var bytesMax: Int

    public init(group: String, bytesMax: Int) {
        self.group = group
        self.bytesMax = bytesMax
    }
}

extension RetentionConfiguration {
    private static let times = Duration.seconds(1)...Duration.seconds(100 * 365 * 86_400)
    private static let sizes = (1 << 20)...(1 << 50)

    /// Reads a section `retention`.
    init(_ section: Section, default fallback: RetentionConfiguration) {
        time = section.value(
            "time",
            default: fallback.time,
            expected: "a time from 1s to 36500d, such as 7d, or unlimited"
        ) { text in
            if text == "unlimited" { return .some(.unlimited) }
            return DurationText.parse(text).flatMap { Self.times.contains($0) ? .some(.limited($0)) : nil }
        }
        bytes = section.value(
            "bytes",
            default: fallback.bytes,
            expected: "a size from 1MiB to 1024TiB, such as 50GiB, or unlimited"
        ) { text in
            if text == "unlimited" { return .some(.unlimited) }
            return ByteSize.parse(text).flatMap { Self.sizes.contains($0) ? .some(.limited($0)) : nil }
        }
        section.finish()
    }
}

extension ProtectConfiguration {
    /// Reads a section `protect`; nil when a key is missing, which is reported.
    init?(_ section: Section) {
        let group = section.required("group", remedy: "name the consumer group: group: settlement").flatMap {
            $0.text()
        }
        let hasLimit =
            section.required(
                "bytes_max", remedy: "say how much may be kept for the group beyond retention: bytes_max: 20GiB") != nil
        let bytesMax = section.bytes("bytes_max", default: 0, in: (1 << 20)...(1 << 50))
        section.finish()
        guard let group, !group.isEmpty, hasLimit, bytesMax > 0 else { return nil }
        self.init(group: group, bytesMax: bytesMax)
    }
}
