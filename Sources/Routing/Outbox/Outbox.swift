import Binlog
import Bytes
import Expressions
import Schema

/// Turns the rows of one version of a message table into messages. It allocates nothing per row. Not for use by two
/// threads at once.
///
/// Topic, key and headers are the columns' texts; the value is the column's bytes: binary strings and JSON as they are,
/// texts in UTF-8, everything else as the server prints it (`ServerText`).
public final class Outbox {
    public let rule: OutboxRule
    /// Messages so far that went to the dead-letter topic.
    public private(set) var refused: UInt64 = 0

    private let topic: ServerText
    private let key: ServerText?
    private let value: ServerText
    private let headers: [ServerText]
    private let names: UnsafeMutablePointer<ByteWriter>
    private let when: CompiledExpression?
    private let wanted: UnsafeMutablePointer<ByteWriter>

    /// - Throws: `unknownColumn`, `invalidRule` for a column that has no text, `invalidExpression` for `when`.
    public init(_ rule: OutboxRule, table: TableDefinition) throws(RoutingError) {
        func text(_ name: String) throws(RoutingError) -> ServerText {
            let index = try table.index(of: name, namedIn: "outbox")
            return try ServerText(table.columns[index], index: index, of: table)
        }
        self.rule = rule
        topic = try text(rule.topic)
        value = try text(rule.value)
        if let name = rule.key { key = try text(name) } else { key = nil }
        var headers: [ServerText] = []
        for name in rule.headers { headers.append(try text(name)) }
        if let expression = rule.when {
            do {
                when = try CompiledExpression(expression, table: table)
            } catch {
                throw RoutingError(error, in: "outbox.when", of: table)
            }
        } else {
            when = nil
        }
        self.headers = headers
        names = .allocate(capacity: max(1, headers.count))
        for (index, name) in rule.headers.enumerated() {
            var text = ByteWriter(capacity: 16)
            text.append(utf8: name)
            (names + index).initialize(to: text)
        }
        wanted = .allocate(capacity: 1)
        wanted.initialize(to: ByteWriter(capacity: 256))
    }

    deinit {
        names.deinitialize(count: headers.count)
        names.deallocate()
        wanted.deinitialize(count: 1)
        wanted.deallocate()
    }

    /// Writes the message of a change, if it has one. Deletes have none.
    ///
    /// - Parameters:
    ///   - before: the old values of all of the table's columns; nil for an insert.
    ///   - after: the new values; nil for a delete.
    /// - Returns: whether there is a message.
    /// - Throws: `RowFault`: the row image lacks a column, or a text is not of its character set.
    public func message(
        before: UnsafePointer<ColumnValue>?, after: UnsafePointer<ColumnValue>?, into message: inout OutboxMessage
    ) throws(RowFault) -> Bool {
        guard let after else { return false }
        do {
            guard try isDue(before, after) else { return false }
            message.removeAll()
            message.hasValue = try value.append(after, to: &message.value)
            if let key { message.hasKey = try key.append(after, to: &message.key) }
            for index in 0..<headers.count {
                try message.appendHeader(names[index]) { (writer) throws(EvaluationFault) -> Bool in
                    try headers[index].append(after, to: &writer)
                }
            }
            wanted.pointee.removeAll()
            let hasTopic = try topic.append(after, to: &wanted.pointee)
            address(&message, hasTopic: hasTopic)
        } catch {
            throw RowFault(error, "outbox")
        }
        return true
    }

    private func isDue(
        _ before: UnsafePointer<ColumnValue>?, _ after: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Bool {
        guard let when else { return before == nil }
        guard try when.evaluate(after) == .isTrue else { return false }
        guard let before else { return true }
        return try when.evaluate(before) != .isTrue
    }

    private func address(_ message: inout OutboxMessage, hasTopic: Bool) {
        let name = wanted.pointee.bytes
        if !hasTopic || name.isEmpty {
            message.refusal = .noTopic
        } else if !TopicName.isLegal(name) {
            message.refusal = .invalidTopic
        } else if !rule.topics.contains(where: { $0.matches(name) }) {
            message.refusal = .topicNotAllowed
        } else {
            return message.topic.append(name)
        }
        refused &+= 1
        message.topic.append(utf8: rule.deadLetter)
        message.appendHeader("leat.outbox.topic", hasTopic ? name : nil)
        if let text = message.refusal?.text {
            message.appendHeader(
                "leat.outbox.error", UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }
    }
}
