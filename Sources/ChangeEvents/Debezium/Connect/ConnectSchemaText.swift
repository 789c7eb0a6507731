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
