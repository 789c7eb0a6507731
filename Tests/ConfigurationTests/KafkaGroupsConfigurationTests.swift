import LeatConfiguration
import Testing

@Suite("Settings of consumer groups")
struct KafkaGroupsConfigurationTests {
    @Test("they are read, and each has a default")
    func read() throws {
        let usual = try load(configuration(rest: "")).kafka
        #expect(usual.groupJoinDelay == .milliseconds(300) && usual.groupOffsetsMax == 100_000)
        #expect(usual.offsetsRetention == .limited(.seconds(30 * 86_400)))
        let rest = "kafka: { group_join_delay: 0ms, group_offsets_max: 7, offsets_retention: 90d }"
        let own = try load(configuration(rest: rest)).kafka
        #expect(own.groupJoinDelay == .zero && own.groupOffsetsMax == 7)
        #expect(own.offsetsRetention == .limited(.seconds(90 * 86_400)))
        let forEver = try load(configuration(rest: "kafka: { offsets_retention: unlimited }")).kafka
        #expect(forEver.offsetsRetention == .unlimited)
    }

    @Test("a time that would take offsets from groups that restart is refused", arguments: ["5s", "0d", "week"])
    func tooShort(time: String) throws {
        let found = try issues(configuration(rest: "kafka: { offsets_retention: \(time) }"))
        #expect(found.first?.what.contains("kafka.offsets_retention") == true)
    }
}
