extension PrometheusText {
    mutating func topics(_ all: [TopicStatus]) {
        let topics = bounded(all, "leat_topic")
        family("leat_topic_records", "gauge", "Records of a topic that can be read.")
        for topic in topics { sample("leat_topic_records", ["topic": topic.name], topic.records) }
        family("leat_topic_bytes", "gauge", "Bytes of these records in the log.")
        for topic in topics { sample("leat_topic_bytes", ["topic": topic.name], topic.bytes) }
        family("leat_topic_appended_records_total", "counter", "Records of a topic since it was made.")
        for topic in topics {
            let count = topic.partitions.reduce(0) { $0 + $1.endOffset }
            sample("leat_topic_appended_records_total", ["topic": topic.name], count)
        }
    }

    /// Only on request: a hundred thousand series are more than many a Prometheus likes.
    mutating func partitions(_ topics: [TopicStatus]) {
        let all = topics.flatMap { topic in topic.partitions.map { (topic.name, $0) } }
        let partitions = bounded(all, "leat_partition", max: Self.partitionSeriesMax)
        family("leat_partition_start_offset", "gauge", "First offset of a partition that can be read.")
        for (topic, partition) in partitions {
            sample(
                "leat_partition_start_offset", ["topic": topic, "partition": "\(partition.partition)"],
                partition.startOffset)
        }
        family("leat_partition_end_offset", "gauge", "Offset after the last one that can be read.")
        for (topic, partition) in partitions {
            sample(
                "leat_partition_end_offset", ["topic": topic, "partition": "\(partition.partition)"],
                partition.endOffset)
        }
        family("leat_partition_bytes", "gauge", "Bytes of a partition's records in the log.")
        for (topic, partition) in partitions {
            sample("leat_partition_bytes", ["topic": topic, "partition": "\(partition.partition)"], partition.bytes)
        }
    }

    mutating func groups(_ groups: [GroupStatus]) {
        let all = groups.flatMap { group in (group.topics ?? []).map { (group.name, $0) } }
        let places = bounded(all, "leat_consumergroup_lag")
        family("leat_consumergroup_lag", "gauge", "Records that a consumer group has not confirmed as read.")
        for (group, topic) in places {
            sample("leat_consumergroup_lag", ["group": group, "topic": topic.topic], topic.lag)
        }
        let help = "Time until a group has caught up at the rates of now; none while it does not catch up."
        family("leat_consumergroup_catch_up_seconds", "gauge", help)
        for (group, topic) in places {
            guard let seconds = topic.catchUpSeconds else { continue }
            sample("leat_consumergroup_catch_up_seconds", ["group": group, "topic": topic.topic], seconds)
        }
        family("leat_consumergroup_members", "gauge", "Consumers of a group.")
        for group in bounded(groups, "leat_consumergroup_members") {
            sample("leat_consumergroup_members", ["group": group.name], group.memberCount)
        }
    }
}
