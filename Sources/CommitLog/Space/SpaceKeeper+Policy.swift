extension CommitLog {
    /// How long the records of a topic with this name are kept, whether there is one or not.
    /// - Parameter stored: what was set for it at run time.
    public func retention(topicNamed name: String, set stored: TopicRetention) -> TopicRetention {
        SpaceKeeper(shared: shared).limits(named: name, shared.space.settings.withLock { $0 }, stored)
    }
}

extension SpaceKeeper {
    /// What was set for a topic at run time, else what the configuration says, else what holds for the queue.
    func limits(
        of topic: TopicDefinition,
        _ settings: RetentionSettings,
        _ overrides: [UInt32: TopicRetention]
    ) -> TopicRetention {
        limits(named: topic.name, settings, overrides[topic.id])
    }

    func limits(named name: String, _ settings: RetentionSettings, _ stored: TopicRetention?) -> TopicRetention {
        let configured = settings.topic(name)
        return TopicRetention(
            milliseconds: stored?.milliseconds ?? configured.milliseconds ?? settings.milliseconds,
            bytes: stored?.bytes ?? configured.bytes ?? TopicRetention.unlimited,
            protection: configured.protection
        )
    }

    /// The shortest time for which any topic's records are kept.
    var shortestMilliseconds: Int64 {
        let settings = shared.space.settings.withLock { $0 }
        let (topics, overrides) = shared.state.withLock { ($0.topics, $0.space.retention) }
        return topics.map { limits(of: $0, settings, overrides).milliseconds ?? .max }.min() ?? settings.milliseconds
    }

    func policy(_ tables: IndexedTables, now: Int64) throws(CommitLogError) -> RetentionPolicy {
        let settings = shared.space.settings.withLock { $0 }
        let (topics, overrides, groups) = shared.state.withLock { ($0.topics, $0.space.retention, $0.groups) }
        var protections: [RetentionPolicy.Protection] = []
        var offsets: [[PartitionID: GroupOffset]] = []
        func add(_ protection: GroupProtection, topic: String?) -> Int {
            protections.append(
                .init(group: protection.group, topic: topic, bytesMax: UInt64(clamping: protection.bytesMax))
            )
            offsets.append(groups[protection.group] ?? [:])
            return protections.count - 1
        }
        let forAll = settings.protection.map { add($0, topic: nil) }
        var result: [RetentionPolicy.Topic] = []
        var partitions = tables.partitions.enumerated().map { number, partition in
            let (start, ranges) = partition.index.withLock { index in
                (index.isDeleted ? Int64.max : index.logStartOffset, index.relocatedRanges)
            }
            return RetentionPolicy.Partition(
                topic: topics.count,
                logStartOffset: start,
                relocated: ranges,
                activeBytes: tables.activeBytes[number]
            )
        }
        for (number, topic) in topics.enumerated() {
            let limits = limits(of: topic, settings, overrides)
            let protection = limits.protection.map { add($0, topic: topic.name) } ?? forAll
            result.append(
                RetentionPolicy.Topic(
                    name: topic.name,
                    milliseconds: limits.milliseconds ?? TopicRetention.unlimited,
                    bytes: limits.bytes ?? TopicRetention.unlimited,
                    protection: protection
                )
            )
            // A group named for the topic is expected there; one named for the queue counts where it has been.
            let isReader = protection.map { index in
                limits.protection != nil || topic.partitions.contains { offsets[index][$0] != nil }
            }
            for id in topic.partitions where Int(id) < partitions.count {
                partitions[Int(id)].topic = number
                if let protection, isReader == true {
                    partitions[Int(id)].groupOffset = offsets[protection][id]?.offset ?? 0
                }
            }
        }
        // For partitions whose topic was deleted.
        result.append(RetentionPolicy.Topic(name: ""))
        var segments: [SegmentAge] = []
        for (index, segment) in tables.segments.enumerated() {
            var time = try shared.indexes.summary(of: segment).appendTimes?.upperBound ?? .min
            // After a clock that was ahead frames go on with its time; the next file's header has what it said then.
            if time > now {
                let next = index + 1 < tables.segments.count ? tables.segments[index + 1] : tables.active
                time = try next.readHeader().created
            }
            segments.append(
                SegmentAge(start: segment.start, end: segment.end ?? segment.start, lastAppendTime: time)
            )
        }
        return RetentionPolicy(
            segments: segments,
            activeStart: tables.active.start,
            activeBytes: shared.statistics.withLock { $0.endPosition } - tables.active.start,
            partitions: partitions,
            topics: result,
            protections: protections,
            bytesMax: settings.bytes,
            now: now
        )
    }

    /// Says well before a protected group loses records how full its share is, and then that it has.
    func announce(_ decision: RetentionDecision, _ state: inout SpaceWork.State) {
        var held: UInt64 = 0
        var lost: UInt64 = 0
        for protection in decision.protections {
            held += protection.bytes
            lost += protection.lostBytes
            let name = protection.topic.map { "\(protection.group) (\($0))" } ?? protection.group
            let percent = Int(Double(protection.bytes) * 100 / Double(max(protection.bytesMax, 1)))
            let level = percent >= 90 ? 90 : percent >= 75 ? 75 : 0
            if protection.lostBytes > 0 {
                shared.space.notices.add(
                    LogNotice(
                        .protectionGaveWay,
                        "\(protection.lostBytes) bytes were deleted that group \(name) had not read: more than "
                            + "\(protection.bytesMax) bytes were to be kept for it",
                        remedy: "let the group read faster, or give it a larger protect.bytes_max"
                    )
                )
            } else if level > state.announced[name] ?? 0 {
                shared.space.notices.add(
                    LogNotice(
                        .protectionFilling,
                        "\(protection.bytes) of \(protection.bytesMax) bytes (\(percent) %) are kept beyond retention "
                            + "because group \(name) has not read them; then the oldest are deleted",
                        remedy: "see why the group does not read, or give it a larger protect.bytes_max"
                    )
                )
            }
            // Announced anew once it has fallen clearly.
            let before = state.announced[name] ?? 0
            state.announced[name] = protection.lostBytes > 0 ? 90 : percent < 50 ? 0 : max(level, before)
        }
        shared.space.statistics.withLock { [held, lost] statistics in
            statistics.protectedBytes = held
            statistics.protectedBytesLost += lost
        }
    }
}
