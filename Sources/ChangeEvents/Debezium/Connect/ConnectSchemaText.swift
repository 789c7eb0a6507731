import Bytes

/// Connect schemas that are the same for every table.
enum ConnectSchemaText {
    /// The schema of the `source` block, without its field name and last brace.
    static func appendSource(_ connector: DebeziumSource.Connector, to writer: inout ByteWriter) {
        writer.append(
            """
            {"type":"struct","fields":[{"type":"string","optional":false,"field":"version"},\
            {"type":"string","optional":false,"field":"connector"},{"type":"string","optional":false,"field":"name"},\
            {"type":"int64","optional":false,"field":"ts_ms"},\
            {"type":"string","optional":true,"name":"io.debezium.data.Enum","version":1,"parameters":{"allowed":\
            "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental"},\
            "default":"false","field":"snapshot"},{"type":"string","optional":false,"field":"db"},\
            {"type":"string","optional":true,"field":"sequence"},{"type":"int64","optional":true,"field":"ts_us"},\
            {"type":"int64","optional":true,"field":"ts_ns"},{"type":"string","optional":true,"field":"table"},\
            {"type":"int64","optional":false,"field":"server_id"},{"type":"string","optional":true,"field":"gtid"},\
            {"type":"string","optional":false,"field":"file"},{"type":"int64","optional":false,"field":"pos"},\
            {"type":"int32","optional":false,"field":"row"},{"type":"int64","optional":true,"field":"thread"},\
            {"type":"string","optional":true,"field":"query"}],"optional":false,"name":"io.debezium.connector.
            """)
        writer.append(utf8: connector.rawValue)
        writer.append(".Source\",\"version\":1")
    }

    /// The schema of the `transaction` block with its field name.
    static let transactionBlock: StaticString =
        """
        {"type":"struct","fields":[{"type":"string","optional":false,"field":"id"},\
        {"type":"int64","optional":false,"field":"total_order"},\
        {"type":"int64","optional":false,"field":"data_collection_order"}],\
        "optional":true,"name":"event.block","version":1,"field":"transaction"}
        """
}

extension ConnectSchemaText {
    /// What goes before the key of a schema-change record.
    static func appendSchemaChangeKey(_ connector: DebeziumSource.Connector, to writer: inout ByteWriter) {
        writer.append(
            """
            {"schema":{"type":"struct","fields":[{"type":"string","optional":false,"field":"databaseName"}],\
            "optional":false,"name":"io.debezium.connector.
            """)
        writer.append(utf8: connector.rawValue)
        writer.append(".SchemaChangeKey\",\"version\":1},\"payload\":")
    }

    /// What goes before its value.
    static func appendSchemaChangeValue(_ connector: DebeziumSource.Connector, to writer: inout ByteWriter) {
        writer.append("{\"schema\":{\"type\":\"struct\",\"fields\":[")
        appendSource(connector, to: &writer)
        writer.append(
            """
            ,"field":"source"},{"type":"int64","optional":false,"field":"ts_ms"},\
            {"type":"string","optional":true,"field":"databaseName"},\
            {"type":"string","optional":true,"field":"schemaName"},{"type":"string","optional":true,"field":"ddl"},\
            {"type":"array","items":{"type":"struct","fields":[{"type":"string","optional":false,"field":"type"},\
            {"type":"string","optional":false,"field":"id"},{"type":"struct","fields":[\
            {"type":"string","optional":true,"field":"defaultCharsetName"},{"type":"array","items":{"type":"string",\
            "optional":false},"optional":true,"field":"primaryKeyColumnNames"},{"type":"array","items":
            """)
        writer.append(schemaChangeColumn)
        writer.append(
            """
            ,"optional":false,"field":"columns"},{"type":"string","optional":true,"field":"comment"}],\
            "optional":true,"name":"io.debezium.connector.schema.Table","version":1,"field":"table"}],\
            "optional":false,"name":"io.debezium.connector.schema.Change","version":1},"optional":false,\
            "field":"tableChanges"}],"optional":false,"name":"io.debezium.connector.
            """)
        writer.append(utf8: connector.rawValue)
        writer.append(".SchemaChangeValue\",\"version\":1},\"payload\":")
    }

    private static let schemaChangeColumn: StaticString =
        """
        {"type":"struct","fields":[{"type":"string","optional":false,"field":"name"},\
        {"type":"int32","optional":false,"field":"jdbcType"},{"type":"int32","optional":true,"field":"nativeType"},\
        {"type":"string","optional":false,"field":"typeName"},{"type":"string","optional":true,\
        "field":"typeExpression"},{"type":"string","optional":true,"field":"charsetName"},\
        {"type":"int32","optional":true,"field":"length"},{"type":"int32","optional":true,"field":"scale"},\
        {"type":"int32","optional":false,"field":"position"},{"type":"boolean","optional":true,"field":"optional"},\
        {"type":"boolean","optional":true,"field":"autoIncremented"},\
        {"type":"boolean","optional":true,"field":"generated"},{"type":"string","optional":true,"field":"comment"},\
        {"type":"string","optional":true,"field":"defaultValueExpression"},{"type":"array","items":{"type":"string",\
        "optional":false},"optional":true,"field":"enumValues"}],"optional":false,\
        "name":"io.debezium.connector.schema.Column","version":1}
        """
}
