/// How the changes of a table are written.
public enum ChangeFormat: String, Sendable, CaseIterable {
    case debezium
    case maxwell
    case canal
    /// The rows alone, for people and scripts: `leat decode --format rows`.
    case rows
}
