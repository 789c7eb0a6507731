import Access
import CommitLog
import KafkaProtocol
import RecordBatch
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Produce")
struct ProduceTests {
    private func run(
        options: KafkaServer.Options = KafkaServer.Options(port: 0),
        _ body: @escaping @Sendable (TestServer, BrokerConnection) throws -> Void
    ) async throws {
        try await TestServer.run(options: options) { test in
            _ = try test.log.createTopic(name: "t", partitions: 2, properties: TopicDefinition.madeByClient)
            _ = try test.log.createTopic(name: "fed", partitions: 1, properties: ["source": "shop"])
            try body(test, try test.connection())
        }
    }

    @Test("what is sent is read back as it is, in every version and with every codec")
    func versionsAndCodecs() async throws {
        try await run { test, connection in
            var expected: [String] = []
            for version in 3...9 as ClosedRange<Int16> {
                for codec in Compression.allCases where codec != .zstd || version >= 7 {
                    let values = (0..<20).map { "\(version) \(codec) \($0 % 3)" }
                    let answer = try connection.produce(
                        ProducedBytes(values: values, compression: codec).bytes(), version: version)
                    #expect(answer.errorCode == .none && answer.errorMessage == nil && answer.recordErrors.isEmpty)
                    #expect(answer.baseOffset == Int64(expected.count) && answer.logAppendTime == -1)
                    #expect(answer.logStartOffset == (version >= 5 ? 0 : -1))
                    expected += values
                }
            }
            let fetched = try connection.send(
                FetchRequest {
                    $0.bytesMax = 1 << 20
                    $0.topics = [
                        FetchTopic {
                            $0.name = "t"
                            $0.partitions = [FetchPartition { $0.bytesMax = 1 << 20 }]
                        }
                    ]
                }
            )
            #expect(try fetched.topics.first?.partitions.first?.records.values() == expected)
        }
    }

    @Test("one request has many topics and partitions, and each its own answer")
    func manyPartitions() async throws {
        var options = KafkaServer.Options(port: 0)
        // So that a request takes several frames.
        options.producedFrameBytesMax = 200
        try await run(options: options) { test, connection in
            let good = try ProducedBytes().bytes()
            func part(_ index: Int32, _ bytes: [UInt8]) -> ProducePartition {
                ProducePartition {
                    $0.index = index
                    $0.records = .bytes(bytes)
                }
            }
            let request = ProduceRequest {
                $0.acks = 1
                $0.topics = [
                    ProduceTopic {
                        $0.name = "fed"
                        $0.partitions = [part(0, good)]
                    },
                    ProduceTopic {
                        $0.name = "t"
                        $0.partitions = [part(1, good), part(2, good), part(0, [1]), part(0, good), part(0, good)]
                    },
                ]
            }
            let topics = try connection.send(request).topics
            #expect(topics.map(\.name) == ["fed", "t"])
            #expect(topics[0].partitions.map(\.errorCode) == [.topicAuthorizationFailed])
            #expect(topics[1].partitions.map(\.index) == [1, 2, 0, 0, 0])
            #expect(
                topics[1].partitions.map(\.errorCode) == [
                    .none, .unknownTopicOrPartition, .corruptMessage, .none, .none,
                ])
            #expect(topics[1].partitions.map(\.baseOffset) == [0, -1, -1, 0, 2])
            #expect(try connection.send(ProduceRequest { $0.acks = 1 }).topics.isEmpty)
        }
    }

    @Test("each thing that is wrong has its own error and leaves nothing behind")
    func refusals() async throws {
        var options = KafkaServer.Options(port: 0)
        options.producedBatchBytesMax = 10_000
        options.batchBytesMax = 20_000
        try await run(options: options) { test, connection in
            func refused(_ code: ErrorCode, _ answer: ProducedPartition, _ place: SourceLocation = #_sourceLocation) {
                #expect(answer.errorCode == code, sourceLocation: place)
                #expect(answer.baseOffset == -1, sourceLocation: place)
                #expect(answer.errorMessage?.isEmpty == false, sourceLocation: place)
            }
            let good = try ProducedBytes().bytes()
            refused(.topicAuthorizationFailed, try connection.produce(good, to: "fed"))
            refused(.unknownTopicOrPartition, try connection.produce(good, to: "nosuch"))
            refused(.unknownTopicOrPartition, try connection.produce(good, 2))
            refused(.invalidRecord, try connection.produce(ProducedBytes(secondOffsetDelta: 0).bytes()))
            refused(.invalidRecord, try connection.produce(ProducedBytes(secondOffsetDelta: 2).bytes()))
            refused(.unknownTopicOrPartition, try connection.produce(good, -1))
            refused(.invalidRequiredAcks, try connection.produce(good, acks: 2))
            refused(.transactionalIDAuthorizationFailed, try connection.produce(good, transactionalID: "x"))
            refused(.invalidRecord, try connection.produce([]))
            refused(.corruptMessage, try connection.produce([1, 2, 3]))
            refused(.corruptMessage, try connection.produce(Array(good.dropLast())))
            var flipped = good
            flipped[good.count - 1] ^= 1
            refused(.corruptMessage, try connection.produce(flipped))
            refused(.invalidRecord, try connection.produce(good + good))
            var old = good
            old[16] = 1
            refused(.unsupportedForMessageFormat, try connection.produce(old))
            refused(.invalidRecord, try connection.produce(ProducedBytes(attributes: 0x10).bytes()))
            refused(.invalidRecord, try connection.produce(ProducedBytes(attributes: 0x20).bytes()))
            refused(.invalidTimestamp, try connection.produce(ProducedBytes(attributes: 0x08).bytes()))
            refused(.invalidTimestamp, try connection.produce(ProducedBytes(timestamp: 1 << 50).bytes()))
            refused(.unsupportedCompressionType, try connection.produce(ProducedBytes(codecCode: 2).bytes()))
            refused(.unsupportedCompressionType, try connection.produce(ProducedBytes(codecCode: 7).bytes()))
            let zstd = ProducedBytes(values: Array(repeating: "zstd zstd", count: 50), compression: .zstd)
            refused(.unsupportedCompressionType, try connection.produce(zstd.bytes(), version: 6).withMessage)
            for (count, delta) in [(0, -1), (0, 0), (2, 0), (1, 1), (-1, 1)] as [(Int32, Int32)] {
                let answer = try connection.produce(ProducedBytes(lastOffsetDelta: delta, recordCount: count).bytes())
                #expect([.invalidRecord, .corruptMessage].contains(answer.errorCode) && answer.errorMessage != nil)
            }
            refused(.invalidRecord, try connection.produce(ProducedBytes(producer: -2).bytes()))
            refused(.invalidRecord, try connection.produce(ProducedBytes(producer: 1, epoch: 0).bytes()))
            refused(.invalidRecord, try connection.produce(ProducedBytes(producer: 1, sequence: 0).bytes()))
            let large = String(repeating: "x", count: 10_000)
            refused(.messageTooLarge, try connection.produce(ProducedBytes(values: [large]).bytes()))
            let bomb = ProducedBytes(values: [large, large, large], compression: .lz4)
            refused(.messageTooLarge, try connection.produce(bomb.bytes()))
            // More records are announced than there are, and one is cut off.
            let short = try connection.produce(ProducedBytes(lastOffsetDelta: 2, recordCount: 3).bytes())
            refused(.invalidRecord, short)
            #expect(short.recordErrors.map(\.batchIndex) == [2])
            refused(
                .invalidRecord,
                try connection.produce(ProducedBytes(lastOffsetDelta: 0, recordCount: 1).bytes()))
            refused(.invalidRecord, try connection.produce(ProducedBytes(compression: .none, codecCode: 3).bytes()))
            for topic in test.log.topics() {
                for id in topic.partitions { #expect(test.log.partitionState(id)?.highWatermark == 0) }
            }
            #expect(try connection.produce(good).errorCode == .none)
        }
    }

    @Test("a producer with an id stores each batch once, and is told what is wrong with its sequence")
    func idempotence() async throws {
        try await run { test, connection in
            let id = try connection.send(InitProducerIDRequest())
            #expect(id.errorCode == .none && id.producerID >= 0 && id.producerEpoch == 0)
            #expect(try connection.send(InitProducerIDRequest()).producerID != id.producerID)
            func send(_ sequence: Int32, epoch: Int16 = 0, producer: Int64? = nil) throws -> ProducedPartition {
                let producer = producer ?? id.producerID
                return try connection.produce(
                    ProducedBytes(producer: producer, epoch: epoch, sequence: sequence).bytes())
            }
            #expect(try send(0).baseOffset == 0)
            #expect(try send(2).baseOffset == 2)
            let again = try send(0)
            #expect(again.errorCode == .none && again.baseOffset == 0 && again.logStartOffset == 0)
            #expect(try send(6).errorCode == .outOfOrderSequenceNumber)
            #expect(try send(2, producer: 5).errorCode == .unknownProducerID)
            for sequence in stride(from: 4 as Int32, to: 14, by: 2) { _ = try send(sequence) }
            #expect(try send(0).errorCode == .duplicateSequenceNumber)
            let next = try connection.send(
                InitProducerIDRequest {
                    $0.producerID = id.producerID
                    $0.producerEpoch = 0
                }
            )
            #expect(next.producerID == id.producerID && next.producerEpoch == 1)
            #expect(try send(0, epoch: 1).baseOffset == 14)
            #expect(try send(14).errorCode == .invalidProducerEpoch)
            #expect(test.log.partitionState(0)?.highWatermark == 16)
        }
    }

    @Test("an id whose epochs are used up is exchanged, and transactions are refused")
    func producerIDs() async throws {
        try await run { _, connection in
            for version in APIKey.initProducerID.versions {
                let refused = try connection.exchange(
                    InitProducerIDRequest { $0.transactionalID = "x" }, version: version)
                #expect(refused.errorCode == .transactionalIDAuthorizationFailed && refused.producerID == -1)
                #expect(try connection.exchange(InitProducerIDRequest(), version: version).producerID > 0)
            }
            let used = try connection.send(
                InitProducerIDRequest {
                    $0.producerID = 5
                    $0.producerEpoch = .max - 1
                }
            )
            #expect(used.producerID != 5 && used.producerEpoch == 0)
        }
    }

    @Test("with acks 0 nothing is answered, and the connection ends when something was not stored")
    func withoutAnswers() async throws {
        try await run { test, _ in
            let socket = try RawConnection(port: test.port)
            func request(_ topic: String) throws -> ProduceRequest {
                let bytes = try ProducedBytes().bytes()
                return ProduceRequest {
                    $0.topics = [
                        ProduceTopic {
                            $0.name = topic
                            $0.partitions = [ProducePartition { $0.records = .bytes(bytes) }]
                        }
                    ]
                }
            }
            try socket.send(request("t"), version: 7, correlationID: 1)
            try socket.send(MetadataRequest(), version: 1, correlationID: 2)
            #expect(try socket.receiveFrame().prefix(4) == [0, 0, 0, 2])
            #expect(test.log.partitionState(0)?.highWatermark == 2, "the next request is served after it")
            try socket.send(request("fed"), version: 7, correlationID: 3)
            #expect(socket.isClosedByServer())
        }
    }

    @Test("errors of the log that pass are told by codes after which clients try again")
    func logErrors() {
        func code(_ code: CommitLogError.Code) -> ErrorCode {
            ProduceRefusal(CommitLogError(code, "what", remedy: "remedy")).code
        }
        #expect(code(.busy) == .notEnoughReplicas && code(.busy).isRetriable)
        #expect(code(.diskFull) == .storageError && code(.diskFull).isRetriable)
        #expect(code(.closed) == .storageError)
        #expect(code(.invalidArgument) == .invalidRecord && !code(.invalidArgument).isRetriable)
    }
}

extension ProducedPartition {
    /// Versions before 8 have no message.
    fileprivate var withMessage: ProducedPartition {
        var answer = self
        if errorMessage == nil { answer.errorMessage = "none" }
        return answer
    }
}
