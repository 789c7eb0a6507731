import Bytes
import ChangeEvents
import Schema
import Testing

private typealias Table = DebeziumSchemaChanges.Table

/// The recorded DDL statements, what each of them did, and the version of the table that it left.
private typealias Change = (
    statement: String, kind: DebeziumSchemaChanges.Kind?, table: String, definition: (String, Int)?
)

private let changes: [Change] =
    [
        ("CREATE TABLE ddl_one", .created, "ddl_one", ("ddl_one", 0)),
        ("CREATE TABLE ddl_types", .created, "ddl_types", ("ddl_types", 0)),
        ("CREATE TABLE ddl_defaults", .created, "ddl_defaults", ("ddl_defaults", 0)),
        ("ALTER TABLE ddl_one", .altered, "ddl_one", ("ddl_one", 1)),
        ("RENAME TABLE ddl_one", .altered, "ddl_two", ("ddl_one", 1)),
        ("DROP TABLE `ddl_two`", .dropped, "ddl_two", nil),
        ("CREATE DATABASE types_two", nil, "", nil),
        ("DROP DATABASE types_two", nil, "", nil),
    ]

@Test(arguments: [PeerMode.default, .schemas])
func schemaChangesAreWrittenAsDebeziumWritesThem(mode: PeerMode) throws {
    let recording = PeerRecording.current
    let replay = try PeerReplay(recording, options: mode.options)
    try replay.run()
    let theirs = try recording.records(mode.rawValue).filter { $0.topic == "peer" }
    #expect(theirs.count == (mode == .schemas ? 1 : changes.count))
    let source = DebeziumSource(version: "3.6.3.Final", connector: .mysql, name: "peer")
    let encoder = DebeziumSchemaChanges(source: source, schemas: mode.options.schemas)
    for (change, expected) in zip(changes, theirs) {
        let statement = try #require(replay.statements.first { $0.text.hasPrefix(change.statement) })
        let database = change.kind == nil ? "types_two" : "types"
        let tables = try change.kind.map { kind in
            let definition = try change.definition.map { name, version in
                try #require(replay.definitions[name])[version]
            }
            return [Table(kind, database: "types", table: change.table, definition: definition, charset: "utf8mb4")]
        }
        var key = ByteWriter()
        var value = ByteWriter()
        encoder.appendKey(database: database, into: &key)
        try Array(recording.binlogName.utf8).withUnsafeBytes { file in
            try statement.gtid.withUnsafeBytes { gtid in
                // Debezium knows the moment of a statement to the millisecond only.
                let context = EventContext(
                    serverID: statement.serverID, gtid: gtid, file: file, position: statement.position,
                    commitMicroseconds: statement.commitMicroseconds / 1000 * 1000,
                    processingMicroseconds: 1_700_000_000_123_456)
                // Debezium makes a statement of its own for each table that is dropped.
                let text = change.kind == .dropped ? "DROP TABLE `types`.`ddl_two`" : statement.text
                try encoder.appendValue(
                    context, database: database, statement: text, tables: tables ?? [], into: &value)
            }
        }
        #expect(key.text == expected.key)
        #expect(value.text == expected.value)
    }
}

@Test func heartbeatsAreWrittenAsDebeziumWritesThem() throws {
    for (mode, schemas) in [(PeerMode.microseconds, false), (.schemasString, true)] {
        let theirs = try PeerRecording.current.records(mode.rawValue).filter { $0.topic.hasPrefix("__") }
        let expected = try #require(theirs.first)
        #expect(expected.topic == "__debezium-heartbeat.peer")
        let heartbeat = DebeziumHeartbeat(source: "peer", schemas: schemas)
        var key = ByteWriter()
        var value = ByteWriter()
        heartbeat.appendKey(into: &key)
        heartbeat.appendValue(milliseconds: 1_700_000_000_123, into: &value)
        #expect(key.text == expected.key)
        #expect(value.text == expected.value)
    }
}
