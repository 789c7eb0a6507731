import Testing

@testable import Web

@Suite struct BriefStatusTests {
    private func status(topics: Int, groups: Int = 0) -> LeatStatus {
        LeatStatus(
            version: "1", startedMilliseconds: 0, nowMilliseconds: 0,
            queue: QueueStatus(directory: "data", isWritable: true),
            topics: (0..<topics).map { number in
                TopicStatus(
                    name: "topic \(1_000 + number)",
                    partitions: [PartitionStatus(partition: 0, startOffset: 0, endOffset: Int64(number))])
            },
            groups: (0..<groups).map { number in
                GroupStatus(name: "group \(1_000 + number)", topics: [GroupTopicStatus(topic: "t", lag: Int64(number))])
            })
    }

    @Test func `partitions are left out and counted`() {
        let brief = status(topics: 3).brief
        #expect(brief.topics.map(\.partitions.count) == [0, 0, 0])
        #expect(brief.topics.map(\.partitionCount) == [1, 1, 1])
        #expect(brief.topicCount == 3)
    }

    @Test func `of many topics the largest stay in order of name`() {
        let brief = status(topics: 1_000).brief
        #expect(brief.topicCount == 1_000)
        #expect(brief.topics.map(\.name) == (800..<1_000).map { "topic \(1_000 + $0)" })
    }

    @Test func `of many groups those furthest behind stay`() {
        let brief = status(topics: 0, groups: 300).brief
        #expect(brief.groupCount == 300)
        #expect(brief.groups.first?.name == "group 1100" && brief.groups.count == 200)
    }
}
