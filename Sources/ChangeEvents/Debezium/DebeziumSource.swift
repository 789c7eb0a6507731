/// Who speaks in the `source` block of a change event.
public struct DebeziumSource: Sendable {
    /// Which of Debezium's connectors the events are to be taken for.
    public enum Connector: String, Sendable {
        case mysql
        case mariadb
    }

    /// Version of the program that wrote the event.
    public let version: String
    public let connector: Connector
    /// The source's name, which is also the prefix of its topics.
    public let name: String

    public init(version: String, connector: Connector, name: String) {
        self.version = version
        self.connector = connector
        self.name = name
    }
}
