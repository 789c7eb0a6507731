import Testing

@testable import Web

@Suite struct PrometheusTextTests {
    private var status: LeatStatus {
        LeatStatus(
            version: "1.2.3",
            startedMilliseconds: 1500,
            nowMilliseconds: 2000,
            queue: QueueStatus(
                directory: "data",
                isWritable: true,
                isDiskFull: true,
                records: 7,
                commitToVisible: DelayHistogram(boundsSeconds: [0.01, 0.1], counts: [3, 2, 1], sumSeconds: 0.5)
            ),
            sources: [
                SourceStatus(name: "a", state: "streaming", rows: 5, lagSeconds: 0.25, notices: ["zero_dates": 3]),
                SourceStatus(name: "b\"\\\n", state: "stopped"),
            ],
            topics: [
                TopicStatus(
                    name: "t", partitions: [PartitionStatus(partition: 0, startOffset: 2, endOffset: 9, bytes: 11)])
            ],
            groups: [GroupStatus(name: "g", topics: [GroupTopicStatus(topic: "t", lag: 4)])]
        )
    }

    @Test(arguments: [
        "leat_source_up{source=\"a\"} 1", "leat_source_up{source=\"b\\\"\\\\\\n\"} 0",
        "leat_source_lag_seconds{source=\"a\"} 0.25", "leat_source_rows_total{source=\"a\"} 5",
        "leat_source_notices_total{source=\"a\",kind=\"zero_dates\"} 3", "leat_source_reconnects_total{source=\"a\"} 0",
        "leat_consumergroup_lag{group=\"g\",topic=\"t\"} 4", "leat_consumergroup_members{group=\"g\"} 0",
        "leat_topic_records{topic=\"t\"} 7",
        "leat_queue_records_total 7", "leat_info{version=\"1.2.3\"} 1", "leat_start_time_seconds 1.5",
        "leat_commit_to_visible_seconds_bucket{le=\"0.01\"} 3", "leat_commit_to_visible_seconds_bucket{le=\"0.1\"} 5",
        "leat_commit_to_visible_seconds_bucket{le=\"+Inf\"} 6", "leat_commit_to_visible_seconds_sum 0.5",
        "leat_commit_to_visible_seconds_count 6", "leat_log_disk_full 1", "leat_log_damaged_frames 0",
        "leat_topic_bytes{topic=\"t\"} 11", "leat_queue_writable 1",
    ])
    func sampleIsThere(line: String) {
        #expect(PrometheusText.of(status).split(separator: "\n").contains { $0 == line })
    }

    @Test func everyStageHasItsSeriesAndOneIsNamed() {
        var status = status
        status.sources[0].stage = "fsync"
        (status.stage, status.stageSubject) = ("fsync", "a")
        let delays = DelayHistogram(boundsSeconds: [0.01], counts: [2, 1], sumSeconds: 0.5)
        let lines = PrometheusText.of(
            status, stages: [StageDelays(source: "a", stage: "network", delays: delays)], views: ["v": false]
        ).split(separator: "\n")
        #expect(lines.contains("leat_source_stage{source=\"a\",stage=\"fsync\"} 1"))
        #expect(lines.filter { $0.hasPrefix("leat_source_stage{source=\"a\"") && $0.hasSuffix(" 1") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("leat_stage{") }.count == 6)
        #expect(lines.filter { $0.hasPrefix("leat_stage{") && $0.hasSuffix(" 1") } == ["leat_stage{stage=\"fsync\"} 1"])
        #expect(lines.contains("leat_stage_seconds_bucket{source=\"a\",stage=\"network\",le=\"+Inf\"} 3"))
        #expect(lines.contains("leat_stage_seconds_sum{source=\"a\",stage=\"network\"} 0.5"))
        #expect(lines.contains("leat_view_up{view=\"v\"} 0"))
    }

    @Test func partitionsAreToldOnRequestOnly() {
        #expect(!PrometheusText.of(status).contains("leat_partition"))
        let text = PrometheusText.of(status, withPartitions: true)
        #expect(text.contains("leat_partition_end_offset{topic=\"t\",partition=\"0\"} 9\n"))
    }

    @Test func tooManySeriesAreLeftOutAndCounted() {
        var status = status
        status.topics = (0..<PrometheusText.seriesMax + 3).map { TopicStatus(name: "t\($0)", partitions: []) }
        let lines = PrometheusText.of(status).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("leat_topic_records{") }.count == PrometheusText.seriesMax)
        #expect(lines.contains("leat_metrics_left_out{family=\"leat_topic\"} 3"))
    }

    @Test func unknownValuesAreLeftOut() {
        let text = PrometheusText.of(status)
        #expect(!text.contains("leat_source_lag_seconds{source=\"b"))
        #expect(!text.contains("disk_free"))
    }

    @Test func everySampleHasItsTypeBeforeIt() {
        var types: Set<Substring> = []
        for line in PrometheusText.of(status).split(separator: "\n") {
            if line.hasPrefix("# TYPE ") { types.insert(line.split(separator: " ")[2]) }
            if line.hasPrefix("#") { continue }
            var name = line.prefix { $0 != "{" && $0 != " " }
            for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
                name = name.dropLast(suffix.count)
            }
            #expect(types.contains(name), "\(line)")
        }
    }
}
