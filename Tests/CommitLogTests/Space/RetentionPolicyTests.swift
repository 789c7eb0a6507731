import Testing

@testable import CommitLog

/// Tables of segments in memory; one record of 10 bytes for each offset.
struct MadeTables: SegmentTables {
    static let recordBytes: UInt64 = 10
    /// By segment, the active one last: the next offset of each partition where it begins.
    var starts: [[Int64]]
    /// Offsets of a partition in a segment; without it, all up to the next segment's start.
    var ends: [Int: [Int64]] = [:]

    func table(_ index: Int) -> SegmentTable {
        let start = starts[index]
        guard index < starts.count - 1 else { return SegmentTable(startOffsets: start, bytes: start.map { _ in 0 }) }
        let end = ends[index] ?? starts[index + 1]
        return SegmentTable(startOffsets: start, bytes: zip(start, end).map { UInt64($1 - $0) * Self.recordBytes })
    }
}

@Suite struct RetentionPolicyTests {
    static let second: Int64 = 1_000_000

    /// One topic with one partition; ten records in each of the segments, which were sealed at 10, 20, 30 … seconds.
    private func policy(
        segments: Int = 5,
        now: Int64 = 55,
        change: (inout RetentionPolicy) -> Void = { _ in }
    ) throws -> RetentionDecision {
        var policy = RetentionPolicy(
            segments: (0..<segments).map {
                SegmentAge(
                    start: UInt64($0) * 1000,
                    end: UInt64($0 + 1) * 1000,
                    lastAppendTime: Int64($0 + 1) * 10 * Self.second
                )
            },
            activeStart: UInt64(segments) * 1000,
            activeBytes: 500,
            partitions: [.init(topic: 0, logStartOffset: 0)],
            topics: [.init(name: "t")],
            now: now * Self.second
        )
        change(&policy)
        return try policy.decide(MadeTables(starts: (0...segments).map { [Int64($0) * 10] }))
    }

    @Test func withoutLimitsEverythingStays() throws {
        let decision = try policy()
        #expect(decision.starts.isEmpty)
        #expect(decision.liveBytes == [100, 100, 100, 100, 100])
        #expect(decision.partitionBytes == [500])
    }

    /// Seconds that records are kept → the first offset that stays, at 55 s.
    @Test(
        arguments: [
            (60, nil), (46, nil), (45, 10), (44, 10), (35, 20), (25, 30), (15, 40), (5, 50), (1, 50), (0, 50),
        ] as [(Int64, Int64?)])
    func timeGoesByTheLastAppendOfASegment(seconds: Int64, start: Int64?) throws {
        let decision = try policy { $0.topics[0].milliseconds = seconds * 1000 }
        #expect(decision.starts[0] == start)
        #expect(decision.liveBytes == (0..<5).map { $0 < (start ?? 0) / 10 ? 0 : 100 })
    }

    /// Bytes of a topic → the first offset that stays: at least so many bytes.
    @Test(
        arguments: [
            (1000, nil), (500, nil), (401, nil), (400, 10), (301, 10), (300, 20), (100, 40), (1, 40), (0, 50),
        ] as [(Int64, Int64?)])
    func atLeastTheBytesOfATopicStay(bytes: Int64, start: Int64?) throws {
        #expect(try policy { $0.topics[0].bytes = bytes }.starts[0] == start)
    }

    @Test func bytesInTheActiveSegmentCountForATopic() throws {
        let decision = try policy {
            $0.topics[0].bytes = 200
            $0.partitions[0].activeBytes = 100
        }
        #expect(decision.starts[0] == 40)
        #expect(decision.partitionBytes == [200])
    }

    /// Bytes of the queue → the first offset that stays: at most so many bytes of files, whatever is in them.
    @Test(
        arguments: [
            (10_000, nil), (5_500, nil), (5_499, 10), (3_500, 20), (600, 50), (0, 50),
        ] as [(Int64, Int64?)])
    func atMostTheBytesOfTheQueueStay(bytes: Int64, start: Int64?) throws {
        #expect(try policy { $0.bytesMax = bytes }.starts[0] == start)
    }

    @Test func theSharpestLimitHolds() throws {
        let decision = try policy {
            $0.bytesMax = 4_500
            $0.topics[0].bytes = 300
            $0.topics[0].milliseconds = 46_000
        }
        #expect(decision.starts[0] == 20)
    }

    @Test func whatIsGoneAlreadyNeitherMovesNorCounts() throws {
        let decision = try policy {
            $0.partitions[0].logStartOffset = 35
            $0.topics[0].milliseconds = 35_000
        }
        #expect(decision.starts.isEmpty)
        #expect(decision.liveBytes == [0, 0, 0, 100, 100])
    }

    /// Group's offset, limit → first offset that stays, bytes held, bytes lost; retention alone would keep 30 on.
    @Test(
        arguments: [
            (nil, 1000, 30, 0, 0), (50, 1000, 30, 0, 0), (30, 1000, 30, 0, 0), (29, 1000, 20, 100, 0),
            (20, 1000, 20, 100, 0), (5, 1000, nil, 300, 0), (0, 300, nil, 300, 0), (0, 299, 10, 200, 100),
            (0, 99, 30, 0, 300), (15, 100, 20, 100, 100), (15, 0, 30, 0, 200),
        ] as [(Int64?, UInt64, Int64?, UInt64, UInt64)])
    func unreadRecordsStayUpToTheLimit(
        offset: Int64?,
        limit: UInt64,
        start: Int64?,
        held: UInt64,
        lost: UInt64
    ) throws {
        let decision = try policy {
            $0.topics[0].milliseconds = 25_000
            $0.topics[0].protection = 0
            $0.protections = [.init(group: "g", topic: nil, bytesMax: limit)]
            $0.partitions[0].groupOffset = offset
        }
        #expect(decision.starts[0] == start)
        #expect(decision.protections[0].bytes == held)
        #expect(decision.protections[0].lostBytes == lost)
    }

    @Test func protectionHoldsAgainstTheBytesOfTheQueueToo() throws {
        let decision = try policy {
            $0.bytesMax = 0
            $0.topics[0].protection = 0
            $0.protections = [.init(group: "g", topic: nil, bytesMax: 1000)]
            $0.partitions[0].groupOffset = 33
        }
        #expect(decision.starts[0] == 30)
        #expect(decision.liveBytes == [0, 0, 0, 100, 100])
    }

    @Test func eachTopicHasItsOwnLimits() throws {
        let segments = (0..<3).map {
            SegmentAge(start: UInt64($0) * 1000, end: UInt64($0 + 1) * 1000, lastAppendTime: Int64($0) * Self.second)
        }
        let policy = RetentionPolicy(
            segments: segments,
            activeStart: 3000,
            activeBytes: 0,
            partitions: [
                .init(topic: 0, logStartOffset: 0), .init(topic: 1, logStartOffset: 0),
                .init(topic: 1, logStartOffset: 0),
            ],
            topics: [.init(name: "long"), .init(name: "short", milliseconds: 9_000)],
            now: 10 * Self.second
        )
        // The last partition was made in the second segment.
        let decision = try policy.decide(MadeTables(starts: [[0, 0, 0], [4, 6, 0], [4, 9, 5], [4, 9, 7]]))
        #expect(decision.starts == [1: 9, 2: 5])
        #expect(decision.liveBytes == [40, 0, 20])
        #expect(decision.partitionBytes == [40, 0, 20])
    }

    @Test func copiesAreAsOldAsTheirRecords() throws {
        // Offsets 0 to 9 were copied from a segment of 10 s into the last one; then come 10 to 49.
        func decide(_ seconds: Int64) throws -> RetentionDecision {
            let policy = RetentionPolicy(
                segments: (1..<5).map {
                    SegmentAge(
                        start: UInt64($0) * 1000,
                        end: UInt64($0 + 1) * 1000,
                        lastAppendTime: Int64($0 + 1) * 10 * Self.second
                    )
                },
                activeStart: 5000,
                activeBytes: 0,
                partitions: [
                    .init(
                        topic: 0,
                        logStartOffset: 0,
                        relocated: [
                            RelocatedRange(
                                firstOffset: 0,
                                lastOffset: 9,
                                segment: 4000,
                                appendTime: 10 * Self.second,
                                maxTimestamp: 0,
                                bytes: 100
                            )
                        ]
                    )
                ],
                topics: [.init(name: "t", milliseconds: seconds * 1000)],
                now: 55 * Self.second
            )
            return try policy.decide(MadeTables(starts: (1...5).map { [Int64($0) * 10] }))
        }
        #expect(try decide(46).starts.isEmpty)
        #expect(try decide(46).liveBytes == [100, 100, 100, 200])
        #expect(try decide(45).starts == [0: 10])
        #expect(try decide(35).starts == [0: 20])
        #expect(try decide(35).liveBytes == [0, 100, 100, 100])
    }

    @Test func copiesBetweenTwoSegmentsOutliveTheOlderOne() throws {
        // The segment of 20 s is gone, offsets 10 to 19 were copied; the one of 10 s expires now.
        let policy = RetentionPolicy(
            segments: [0, 2, 3].map {
                SegmentAge(
                    start: UInt64($0) * 1000,
                    end: UInt64($0 + 1) * 1000,
                    lastAppendTime: Int64($0 + 1) * 10 * Self.second
                )
            },
            activeStart: 4000,
            activeBytes: 0,
            partitions: [
                .init(
                    topic: 0,
                    logStartOffset: 0,
                    relocated: [
                        RelocatedRange(
                            firstOffset: 10,
                            lastOffset: 19,
                            segment: 4000,
                            appendTime: 20 * Self.second,
                            maxTimestamp: 0,
                            bytes: 100
                        )
                    ]
                )
            ],
            topics: [.init(name: "t", milliseconds: 35_000)],
            now: 50 * Self.second
        )
        let tables = MadeTables(starts: [[0], [20], [30], [40]], ends: [0: [10]])
        #expect(try policy.decide(tables).starts == [0: 10])
    }

    @Test func copiesComeInTheOrderOfTheirOffsetsWhateverTheirTimes() throws {
        // Offsets 0 to 9 were copied when the clock was wrong; the group has read them, and not what follows.
        let policy = RetentionPolicy(
            segments: [
                SegmentAge(start: 1000, end: 2000, lastAppendTime: 20 * Self.second),
                SegmentAge(start: 2000, end: 3000, lastAppendTime: 30 * Self.second),
            ],
            activeStart: 3000,
            activeBytes: 0,
            partitions: [
                .init(
                    topic: 0,
                    logStartOffset: 0,
                    relocated: [
                        RelocatedRange(
                            firstOffset: 0,
                            lastOffset: 9,
                            segment: 2000,
                            appendTime: 90 * Self.second,
                            maxTimestamp: 0,
                            bytes: 100
                        )
                    ],
                    groupOffset: 10
                )
            ],
            topics: [.init(name: "t", milliseconds: 0, protection: 0)],
            protections: [.init(group: "g", topic: nil, bytesMax: 1000)],
            now: 100 * Self.second
        )
        let decision = try policy.decide(MadeTables(starts: [[10], [20], [30]]))
        #expect(decision.starts == [0: 10])
        #expect(decision.protections[0].bytes == 200)
    }

    @Test func copiesThatASetClockMakesLookNewTakeNothingLaterWithThem() throws {
        // Offsets 0 to 9 were read by the group and copied, with a time later than that of all the others.
        let policy = RetentionPolicy(
            segments: (1...4).map {
                SegmentAge(
                    start: UInt64($0) * 1000, end: UInt64($0 + 1) * 1000, lastAppendTime: Int64($0) * Self.second)
            },
            activeStart: 5000,
            activeBytes: 0,
            partitions: [
                .init(
                    topic: 0,
                    logStartOffset: 0,
                    relocated: [
                        RelocatedRange(
                            firstOffset: 0,
                            lastOffset: 9,
                            segment: 4000,
                            appendTime: 8 * Self.second,
                            maxTimestamp: 0,
                            bytes: 100
                        )
                    ],
                    groupOffset: 10
                )
            ],
            topics: [.init(name: "t", bytes: 0, protection: 0)],
            protections: [.init(group: "g", topic: nil, bytesMax: 1 << 20)],
            now: 9 * Self.second
        )
        #expect(try policy.decide(MadeTables(starts: (1...5).map { [Int64($0) * 10] })).starts == [0: 10])
    }

    /// Times in the log, now → times that count.
    @Test(
        arguments: [
            ([1, 2, 3], 9, [1, 2, 3]), ([1, 2, 99, 3, 4], 9, [1, 2, 3, 3, 4]), ([1, 2, 99], 9, [1, 2, 9]),
            ([5, 6, 0, 7], 9, [5, 6, 6, 7]), ([99, 99], 9, [9, 9]), ([], 9, []),
        ] as [([Int64], Int64, [Int64])])
    func timesGrowAndAreNeverOfTheFuture(times: [Int64], now: Int64, expected: [Int64]) {
        let segments = times.map { SegmentAge(start: 0, end: 1, lastAppendTime: $0) }
        #expect(RetentionPolicy.times(segments, now: now) == expected)
    }
}
