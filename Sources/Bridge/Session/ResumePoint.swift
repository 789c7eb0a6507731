import Schema

/// Where a source goes on reading, and what is known there of its tables. The two belong together: a definition holds
/// from a place in the binlog on.
struct ResumePoint: Sendable {
    var checkpoint: SourceCheckpoint
    /// Stored records by key (see `SchemaRecord`).
    var definitions: [String: [UInt8]] = [:]

    mutating func note(_ records: [SchemaRecord]) {
        for record in records { definitions[record.key] = record.value.isEmpty ? nil : record.value }
    }
}
