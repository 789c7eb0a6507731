import LeatConfiguration
import Testing

@Suite struct RetentionConfigurationTests {
    @Test func aWeekAndFiftyGigabytesAreKeptByDefault() throws {
        let queue = try load(configuration()).queue
        #expect(queue.retention == RetentionConfiguration(time: .limited(.seconds(604_800)), bytes: .limited(50 << 30)))
        #expect(queue.protect == nil)
        #expect(queue.scrubBytesPerSecond == 8 << 20)
        let capture = try #require(try load(configuration()).sources.first?.pipelines.first?.capture.first)
        #expect(capture.retention == RetentionConfiguration())
    }

    @Test func eachLimitIsReadOnItsOwn() throws {
        let text =
            "queue: { retention: { time: unlimited }, protect: { group: g, bytes_max: 20GiB }, scrub_bytes_per_second: 0B }"
        let queue = try load(configuration(rest: text)).queue
        #expect(queue.retention == RetentionConfiguration(time: .unlimited, bytes: .limited(50 << 30)))
        #expect(queue.protect == ProtectConfiguration(group: "g", bytesMax: 20 << 30))
        #expect(queue.scrubBytesPerSecond == 0)
        let other = try load(configuration(rest: "queue: { retention: { bytes: unlimited } }")).queue
        #expect(other.retention == RetentionConfiguration(time: .limited(.seconds(604_800)), bytes: .unlimited))
    }

    @Test func aCaptureHasItsOwn() throws {
        let lines = "    retention: { time: 30d, bytes: 1GiB }\n    protect: { group: g, bytes_max: 1MiB }"
        let loaded = try load(configuration(), pipeline: "\(smallPipeline)\n\(lines)")
        let capture = try #require(loaded.sources.first?.pipelines.first?.capture.first)
        #expect(capture.retention.time == .limited(.seconds(30 * 86_400)))
        #expect(capture.retention.bytes == .limited(1 << 30))
        #expect(capture.protect?.group == "g")
    }

    /// What is written → the key that is reported, on its line.
    @Test(arguments: [
        ("retention: { time: 7 }", "queue.retention.time"), ("retention: { time: 500ms }", "queue.retention.time"),
        ("retention: { time: forever }", "queue.retention.time"),
        ("retention: { bytes: 1KiB }", "queue.retention.bytes"),
        ("retention: { bytes: -1 }", "queue.retention.bytes"), ("retention: { tiem: 7d }", "tiem"),
        ("retention: 7d", "queue.retention"), ("protect: { group: g }", "bytes_max"),
        ("protect: { bytes_max: 1GiB }", "group"), ("protect: { group: g, bytes_max: 1B }", "queue.protect.bytes_max"),
        ("protect: { group: g, bytes_max: 1GiB, x: 1 }", "unknown key `x`"),
        ("scrub_bytes_per_second: fast", "queue.scrub_bytes_per_second"),
    ])
    func wrongValuesAreRefusedWithTheirLine(text: String, named: String) throws {
        let found = try issues(configuration(rest: "queue:\n  \(text)"))
        #expect(found.count == 1)
        #expect(found.first?.what.contains(named) == true)
        #expect(found.first?.line == 6)
    }
}
