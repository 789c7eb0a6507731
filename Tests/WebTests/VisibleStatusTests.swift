import Access
import Testing

@testable import Web

@Suite struct VisibleStatusTests {
    private let status = LeatStatus(
        version: "1", startedMilliseconds: 0, nowMilliseconds: 0,
        queue: QueueStatus(directory: "data", isWritable: true),
        topics: ["open", "closed"].map { TopicStatus(name: $0, partitions: []) },
        groups: [
            GroupStatus(name: "both", topics: ["open", "closed"].map { GroupTopicStatus(topic: $0, lag: 1) }),
            GroupStatus(name: "theirs", topics: [GroupTopicStatus(topic: "closed", lag: 1)]),
            GroupStatus(name: "unknown", topics: nil),
        ])

    @Test func whoMayReadEverythingSeesEverything() {
        let seen = status.visible(to: .everybody)
        #expect(seen.topics.count == 2 && seen.groups.count == 3)
    }

    @Test func topicsThatMayNotBeReadAreNamedNowhere() {
        let some = Principal(name: "some", read: TopicPatterns(["open"]), write: .none)
        let seen = status.visible(to: some)
        #expect(seen.topics.map(\.name) == ["open"])
        #expect(seen.groups.map(\.name) == ["both"])
        #expect(seen.groups.first?.topics?.map(\.topic) == ["open"])
        #expect(!PrometheusText.of(seen).contains("closed"))
    }

    @Test func sumsAndStagesTellNothingOfTopicsThatMayNotBeRead() {
        var status = status
        for place in status.groups.indices { status.groups[place].addUp() }
        (status.stage, status.stageSubject, status.stageText) = ("consumer", "theirs", "group theirs on closed")
        let some = Principal(name: "some", read: TopicPatterns(["open"]), write: .none)
        let seen = status.visible(to: some)
        #expect(status.groups.first?.lag == 2)
        #expect(seen.groups.first?.lag == 1)
        #expect(seen.stage == nil && seen.stageSubject == nil && seen.stageText == nil)
    }

    @Test func nobodySeesNoTopic() { #expect(status.visible(to: .nobody).topics.isEmpty) }
}
