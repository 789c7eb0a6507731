import CommitLog
import Web

extension ProcessStatus {
    /// Partitions that are told with rates of their own; beyond it only their topics have some.
    private static let ratedPartitionsMax = 1_000

    func topicStatus(_ topics: [TopicDefinition], _ sample: StatusSample) -> [TopicStatus] {
        let progress = log.progress()
        let tellsRates = topics.reduce(0) { $0 + $1.partitions.count } <= Self.ratedPartitionsMax
        return topics.map { topic in
            var records = 0.0
            var bytes = 0.0
            let sizes = log.byteCounts(partitions: topic.partitions)
            let partitions = topic.partitions.enumerated().compactMap { number, id -> PartitionStatus? in
                guard Int(id) < progress.count else { return nil }
                let state = progress[Int(id)]
                var partition = PartitionStatus(
                    partition: Int32(number), startOffset: state.logStartOffset, endOffset: state.highWatermark,
                    bytes: Int64(clamping: sizes[number]))
                guard Int(id) < sample.partitionRecordsPerSecond.count else { return partition }
                records += sample.partitionRecordsPerSecond[Int(id)]
                bytes += sample.partitionBytesPerSecond[Int(id)]
                if tellsRates {
                    partition.recordsPerSecond = sample.partitionRecordsPerSecond[Int(id)]
                    partition.bytesPerSecond = sample.partitionBytesPerSecond[Int(id)]
                }
                return partition
            }
            var status = TopicStatus(name: topic.name, partitions: partitions)
            status.recordsPerSecond = records
            status.bytesPerSecond = bytes
            return status
        }
    }
}
