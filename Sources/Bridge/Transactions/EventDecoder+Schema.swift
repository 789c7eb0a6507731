import Binlog
import ChangeEvents

extension EventDecoder {
    /// Follows a statement that may be DDL, and writes the records of what it did.
    mutating func applyDDL(_ event: QueryEvent, header: EventHeader, start: UInt64) throws {
        guard let applied = tables.apply(event), !applied.changes.isEmpty else { return }
        output.timestampMilliseconds = group.commitMicroseconds / 1000
        let context = EventContext(
            serverID: header.serverId, gtid: gtidText.bytes, file: file.bytes, position: start,
            commitMicroseconds: group.commitMicroseconds, processingMicroseconds: Self.nowMicroseconds())
        try tables.append(applied, context, to: &output)
    }
}
