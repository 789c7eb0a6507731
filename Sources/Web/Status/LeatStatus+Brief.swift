extension LeatStatus {
    /// Topics and groups that a page is told of without asking.
    private static let entriesMax = 200

    /// The same picture as a page needs it every second: without partitions, and of very many topics and groups those
    /// that matter most. `topicCount` and `groupCount` still tell how many there are.
    var brief: LeatStatus {
        var status = self
        status.topicCount = topics.count
        status.groupCount = groups.count
        if topics.count > Self.entriesMax {
            let largest = topics.sorted { ($0.records, $1.name) > ($1.records, $0.name) }
            status.topics = largest.prefix(Self.entriesMax).sorted { $0.name < $1.name }
        }
        if groups.count > Self.entriesMax {
            let latest = groups.sorted { ($0.lagTotal, $1.name) > ($1.lagTotal, $0.name) }
            status.groups = latest.prefix(Self.entriesMax).sorted { $0.name < $1.name }
        }
        for place in status.topics.indices { status.topics[place].partitions = [] }
        return status
    }
}

extension GroupStatus {
    fileprivate var lagTotal: Int64 { topics?.reduce(0) { $0 + $1.lag } ?? 0 }
}
