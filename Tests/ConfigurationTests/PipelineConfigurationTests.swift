import LeatConfiguration
import Testing

@Suite struct PipelineConfigurationTests {
    @Test func everyKeyIsRead() throws {
        let text = """
            name: notify
            capture:
              - tables: [notify.orders, "notify.order_*"]
                topic: "cdc-{source}.{table}"
                partitions: 3
                key: [tenant, id]
                format: debezium
              - { tables: ["*.*"], key: none }
            invalid_text: replace
            debezium:
              decimal: precise
              bigint_unsigned: long
              time: isostring
              binary: hex
              zero_date: null
              json: server
              schemas: true
              replace_null_with_default: true
              tombstones: false
              skipped: truncate
              include_query: true
              transaction_metadata: true
              schema_changes: true
              heartbeat_interval: 10s
            """
        let pipeline = try #require(try load(configuration(), pipeline: text).sources.first?.pipelines.first)
        var first = CaptureConfiguration(tables: ["notify.orders", "notify.order_*"])
        first.topic = "cdc-{source}.{table}"
        first.partitions = 3
        first.key = .columns(["tenant", "id"])
        var second = CaptureConfiguration(tables: ["*.*"])
        second.key = .none
        #expect(pipeline.capture == [first, second])
        #expect(pipeline.invalidText == .replace)
        var debezium = DebeziumConfiguration()
        debezium.decimal = .precise
        debezium.bigintUnsigned = .long
        debezium.time = .isostring
        debezium.binary = .hex
        debezium.json = .server
        debezium.schemas = true
        debezium.replaceNullWithDefault = true
        debezium.tombstones = false
        debezium.skipped = .truncate
        debezium.includeQuery = true
        debezium.transactionMetadata = true
        debezium.schemaChanges = true
        debezium.heartbeatInterval = .seconds(10)
        #expect(pipeline.debezium == debezium)
    }

    @Test(arguments: [
        "key: primry", "key: []", "partitions: 0", "partitions: 10001", "topic: \"a b\"", "topic: \"{db}.x\"",
        "topic: \"{source\"", "topic: \"a}\"", "format: avro",
    ])
    func wrongValuesAreFaults(line: String) throws {
        let found = try issues(configuration(), pipeline: "\(smallPipeline)\n    \(line)")
        #expect(found.map(\.line) == [4])
    }

    @Test func everyKeyOfTheOtherFormatsIsRead() throws {
        let text = """
            name: notify
            capture:
              - { tables: [a.b], format: maxwell }
              - { tables: [c.d], format: canal }
            maxwell:
              output_commit_info: false
              output_xoffset: false
              output_binlog_position: true
              output_gtid_position: true
              output_server_id: true
              output_thread_id: true
              output_push_timestamp: true
              output_row_query: true
              row_query_max_length: 100
              output_primary_keys: true
              output_primary_key_columns: true
              output_nulls: false
              output_null_zerodates: true
              output_ddl: false
              kafka_key_format: array
            canal:
              database_hash: false
            """
        let pipeline = try #require(try load(configuration(), pipeline: text).sources.first?.pipelines.first)
        #expect(pipeline.capture.map(\.format) == [.maxwell, .canal])
        var maxwell = MaxwellConfiguration()
        maxwell.outputCommitInfo = false
        maxwell.outputXoffset = false
        maxwell.outputBinlogPosition = true
        maxwell.outputGTIDPosition = true
        maxwell.outputServerID = true
        maxwell.outputThreadID = true
        maxwell.outputPushTimestamp = true
        maxwell.outputRowQuery = true
        maxwell.rowQueryLengthMax = 100
        maxwell.outputPrimaryKeys = true
        maxwell.outputPrimaryKeyColumns = true
        maxwell.outputNulls = false
        maxwell.outputNullZeroDates = true
        maxwell.keyFormat = .array
        #expect(pipeline.maxwell == maxwell)
        #expect(!pipeline.canal.databaseHash)
    }

    @Test(arguments: [
        "maxwell: { output_xofset: true }", "maxwell: { output_ddl: true }", "maxwell: { row_query_max_length: -1 }",
        "maxwell: { kafka_key_format: json }", "canal: { database_hash: 1 }", "canal: { hash: true }",
    ])
    func faultsOfTheOtherFormatsAreNamed(line: String) throws {
        let found = try issues(configuration(), pipeline: "\(smallPipeline)\n\(line)")
        #expect(found.count == 1)
    }

    @Test(arguments: ["orders", ".orders", "notify.", "a.b.c", "\"\""])
    func tableHasItsDatabase(name: String) throws {
        let found = try issues(configuration(), pipeline: "name: a\ncapture: [{ tables: [\(name)] }]")
        #expect(found.count == 1)
    }

    @Test(arguments: ["name: a", "capture: []\nname: a", "name: a\ncapture: [{}]", "capture: [{ tables: [a.b] }]"])
    func nothingCapturedIsAFault(text: String) throws {
        #expect(try issues(configuration(), pipeline: text).count == 1)
    }

    @Test func wrongModeIsNamedWithTheNearest() throws {
        let found = try issues(configuration(), pipeline: "\(smallPipeline)\ndebezium: { decimal: precize }")
        #expect(found.map(\.remedy) == ["did you mean `precise`? possible: string, precise, double"])
    }
}
