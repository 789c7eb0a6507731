import Binlog
import Expressions
import Routing
import Schema
import Testing

@Suite struct OutboxTests {
    private func outbox(
        key: String? = "biz_key", value: String = "body", headers: [String] = ["tag", "id"], when: String? = nil,
        topics: [String] = ["order-*"]
    ) throws -> Outbox {
        let rule = try OutboxRule(
            topic: "topic", key: key, value: value, headers: headers, when: try when.map { try SQLExpression($0) },
            topics: try topics.map { try TopicPattern($0) }, deadLetter: "notify.dead")
        return try Outbox(rule, table: MessageTable.definition)
    }

    private struct Message: Equatable {
        var topic: String
        var key: [UInt8]?
        var value: [UInt8]?
        var headers: [String: String?]
    }

    private func message(_ outbox: Outbox, _ before: RowValues?, _ after: RowValues?) throws -> Message? {
        var message = OutboxMessage()
        let isEmitted = try withExtendedLifetime((before, after)) {
            try outbox.message(
                before: before.map { UnsafePointer($0.values) }, after: after.map { UnsafePointer($0.values) },
                into: &message)
        }
        guard isEmitted else { return nil }
        var headers: [String: String?] = [:]
        for index in 0..<message.headerCount {
            let (name, value) = message.header(index)
            headers.updateValue(
                value.map { String(decoding: $0, as: UTF8.self) }, forKey: String(decoding: name, as: UTF8.self))
        }
        return Message(
            topic: String(decoding: message.topic.bytes, as: UTF8.self),
            key: message.hasKey ? Array(message.key.bytes) : nil,
            value: message.hasValue ? Array(message.value.bytes) : nil, headers: headers)
    }

    @Test func anInsertedRowIsAMessage() throws {
        let expected = Message(
            topic: "order-paid", key: Array("Kä".utf8), value: [0, 0xFF, 0x7B], headers: ["tag": "vip", "id": "7"])
        #expect(try message(try outbox(), nil, MessageTable.row()) == expected)
    }

    @Test func nullsStayNulls() throws {
        let row = MessageTable.row(key: nil, body: nil, tag: nil)
        let expected = Message(topic: "order-paid", key: nil, value: nil, headers: ["tag": String?.none, "id": "7"])
        #expect(try message(try outbox(), nil, row) == expected)
        #expect(try message(try outbox(key: nil), nil, MessageTable.row())?.key == nil)
    }

    @Test func updatesAndDeletesAreNoMessages() throws {
        #expect(try message(try outbox(), MessageTable.row(), MessageTable.row()) == nil)
        #expect(try message(try outbox(), MessageTable.row(), nil) == nil)
    }

    @Test func withAConditionItIsEmittedOnceWhenThatFirstBecomesTrue() throws {
        let outbox = try outbox(when: "status = 'COMMITTED'")
        let (open, none, committed) = (
            MessageTable.row(status: "PREPARED"), MessageTable.row(status: nil), MessageTable.row()
        )
        #expect(try message(outbox, nil, committed) != nil)
        #expect(try message(outbox, nil, open) == nil)
        #expect(try message(outbox, open, committed) != nil)
        #expect(try message(outbox, none, committed) != nil)
        #expect(try message(outbox, committed, committed) == nil)
        #expect(try message(outbox, committed, open) == nil)
        #expect(try message(outbox, committed, nil) == nil)
    }

    @Test(
        arguments: [
            ("invoice-1", "the topic is not among those that are allowed"),
            ("order- x", "the topic's name is not valid"),
            ("..", "the topic's name is not valid"), ("", "the row names no topic"), (nil, "the row names no topic"),
            (String(repeating: "order-", count: 42), "the topic's name is not valid"),
            ("order-ü", "the topic's name is not valid"),
        ] as [(String?, String)])
    func aTopicThatIsNotAllowedGoesToTheDeadLetters(topic: String?, reason: String) throws {
        let outbox = try outbox()
        let found = try #require(try message(outbox, nil, MessageTable.row(topic: topic)))
        #expect(found.topic == "notify.dead")
        #expect(found.headers["leat.outbox.error"] == reason)
        #expect(found.headers["leat.outbox.topic"] == .some(topic))
        #expect(found.headers["tag"] == "vip")
        #expect(found.key == Array("Kä".utf8))
        #expect(outbox.refused == 1)
    }

    @Test func oneMessageIsWrittenOverTheOther() throws {
        let outbox = try outbox()
        var message = OutboxMessage()
        for topic in ["nope", "order-1", "order-22"] {
            let row = MessageTable.row(topic: topic, tag: topic)
            #expect(try outbox.message(before: nil, after: row.values, into: &message))
        }
        #expect(String(decoding: message.topic.bytes, as: UTF8.self) == "order-22")
        #expect(message.headerCount == 2)
        #expect(message.refusal == nil)
        #expect(message.byteCount == 3 + 3 + "tagorder-22id7".utf8.count)
    }

    @Test func unknownColumnsAndConditionsAreRefused() {
        #expect(throws: RoutingError.self) { try outbox(key: "nope") }
        #expect(throws: RoutingError.self) { try outbox(headers: ["nope"]) }
        let error = #expect(throws: RoutingError.self) { try outbox(when: "stauts = 'x'") }
        #expect(error?.code == .invalidExpression)
        #expect(error?.what.contains("outbox.when") == true)
        #expect(throws: RoutingError.self) { try outbox(topics: []) }
        #expect(throws: RoutingError.self) { try outbox(topics: ["a b"]) }
    }

    @Test func anAbsentColumnStopsByName() throws {
        let row = MessageTable.row()
        row[3] = .absent
        let outbox = try outbox()
        let fault = #expect(throws: RowFault.self) { try message(outbox, nil, row) }
        #expect(
            fault?.what(in: MessageTable.definition).hasPrefix("outbox needs column body of notify.message") == true)
    }
}
