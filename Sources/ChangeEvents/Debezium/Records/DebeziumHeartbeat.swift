import Bytes

/// The records of the topic `__debezium-heartbeat.<source>`: a sign of life while no captured row changes
/// (`heartbeat.interval.ms`).
public struct DebeziumHeartbeat: Sendable {
    private let source: String
    private let schemas: Bool

    /// - Parameter source: the source's name.
    public init(source: String, schemas: Bool) {
        self.source = source
        self.schemas = schemas
    }

    /// `{"serverName":"trade"}`.
    public func appendKey(into writer: inout ByteWriter) {
        if schemas {
            writer.append(
                """
                {"schema":{"type":"struct","fields":[{"type":"string","optional":false,"field":"serverName"}],\
                "optional":false,"name":"io.debezium.connector.common.ServerNameKey","version":1},"payload":
                """)
        }
        writer.append("{\"serverName\":")
        writer.appendJSON(source)
        writer.append(schemas ? "}}" : "}")
    }

    /// `{"ts_ms":1529501824000}`.
    public func appendValue(milliseconds: Int64, into writer: inout ByteWriter) {
        if schemas {
            writer.append(
                """
                {"schema":{"type":"struct","fields":[{"type":"int64","optional":false,"field":"ts_ms"}],\
                "optional":false,"name":"io.debezium.connector.common.Heartbeat","version":1},"payload":
                """)
        }
        writer.append("{\"ts_ms\":")
        writer.appendDecimal(milliseconds)
        writer.append(schemas ? "}}" : "}")
    }
}
