import Bytes

/// Counts the changes of a source's transactions for the `transaction` block of each change, and writes the records of
/// the topic `<source>.transaction` (`provide.transaction.metadata`).
///
/// One object serves all tables of a source: `begin` at each transaction, before its first change is written. A key
/// change counts as two changes, as it is two records. Not for use by two threads at once.
public final class DebeziumTransaction {
    private struct Collection {
        let database: String
        let table: String
        var count: UInt64
    }

    /// A table's counter in one transaction.
    struct Place {
        var transaction: UInt64 = 0
        var index = 0
    }

    private var id = ByteWriter(capacity: 64)
    private var ordinal: UInt64 = 0
    private var collections: [Collection] = []
    private let schemas: Bool
    /// Changes counted in this transaction so far.
    public private(set) var eventCount: UInt64 = 0

    /// - Parameter schemas: whether the records have their schemas beside them, as the changes have.
    public init(schemas: Bool = false) { self.schemas = schemas }

    /// Forgets the last transaction. The id is the GTID; without one it is `file=<name>,pos=<position>`, where the
    /// position is the transaction's begin.
    public func begin(gtid: UnsafeRawBufferPointer?, file: UnsafeRawBufferPointer, position: UInt64) {
        id.removeAll()
        if let gtid {
            id.append(gtid)
        } else {
            id.append("file=")
            id.append(file)
            id.append(",pos=")
            id.appendDecimal(position)
        }
        ordinal &+= 1
        eventCount = 0
        collections.removeAll(keepingCapacity: true)
    }

    /// Valid until the next `begin`.
    var identifier: UnsafeRawBufferPointer { id.bytes }

    /// Where a table is counted; `last` is what the same table was told before.
    func place(ofDatabase database: String, table: String, after last: Place) -> Place {
        if last.transaction == ordinal { return last }
        if let index = collections.firstIndex(where: { $0.table == table && $0.database == database }) {
            return Place(transaction: ordinal, index: index)
        }
        collections.append(Collection(database: database, table: table, count: 0))
        return Place(transaction: ordinal, index: collections.count - 1)
    }

    func count(at place: Place) -> (total: UInt64, collection: UInt64) {
        eventCount &+= 1
        collections[place.index].count &+= 1
        return (eventCount, collections[place.index].count)
    }

    /// The key of both records: `{"id":"…"}`.
    public func appendKey(into writer: inout ByteWriter) {
        if schemas { writer.append(Self.keySchema) }
        writer.append("{\"id\":\"")
        _ = JSONText.appendUTF8(id.bytes, to: &writer)
        writer.append(schemas ? "\"}}" : "\"}")
    }

    /// The record that a transaction begins, `{"status":"BEGIN",…}`.
    public func appendBegin(commitMilliseconds: Int64, into writer: inout ByteWriter) {
        append(status: "BEGIN", to: &writer)
        writer.append(",\"event_count\":null,\"data_collections\":null")
        end(commitMilliseconds, &writer)
    }

    /// The record that it has ended, with the number of changes in all and of each table, in the order in which the
    /// tables first came.
    public func appendEnd(commitMilliseconds: Int64, into writer: inout ByteWriter) {
        append(status: "END", to: &writer)
        writer.append(",\"event_count\":")
        writer.appendDecimal(eventCount)
        writer.append(",\"data_collections\":[")
        var isFirst = true
        for collection in collections where collection.count > 0 {
            if !isFirst { writer.append(0x2C) }
            isFirst = false
            writer.append("{\"data_collection\":")
            writer.appendJSON("\(collection.database).\(collection.table)")
            writer.append(",\"event_count\":")
            writer.appendDecimal(collection.count)
            writer.append(0x7D)
        }
        writer.append(0x5D)
        end(commitMilliseconds, &writer)
    }

    private func append(status: StaticString, to writer: inout ByteWriter) {
        if schemas { writer.append(Self.valueSchema) }
        writer.append("{\"status\":\"")
        writer.append(status)
        writer.append("\",\"id\":\"")
        _ = JSONText.appendUTF8(id.bytes, to: &writer)
        writer.append(0x22)
    }

    private func end(_ milliseconds: Int64, _ writer: inout ByteWriter) {
        writer.append(",\"ts_ms\":")
        writer.appendDecimal(milliseconds)
        writer.append(schemas ? "}}" : "}")
    }

    private static let keySchema: StaticString =
        """
        {"schema":{"type":"struct","fields":[{"type":"string","optional":false,"field":"id"}],"optional":false,\
        "name":"io.debezium.connector.common.TransactionMetadataKey","version":1},"payload":
        """

    private static let valueSchema: StaticString =
        """
        {"schema":{"type":"struct","fields":[{"type":"string","optional":false,"field":"status"},\
        {"type":"string","optional":false,"field":"id"},{"type":"int64","optional":true,"field":"event_count"},\
        {"type":"array","items":{"type":"struct","fields":[\
        {"type":"string","optional":false,"field":"data_collection"},\
        {"type":"int64","optional":false,"field":"event_count"}],"optional":true,"name":"event.collection",\
        "version":1},"optional":true,"field":"data_collections"},\
        {"type":"int64","optional":false,"field":"ts_ms"}],"optional":false,\
        "name":"io.debezium.connector.common.TransactionMetadataValue","version":1},"payload":
        """
}
