import Binlog
import ChangeEvents

extension EventDecoder {
    /// Follows a statement that may be DDL, and writes the records of what it did. What was gathered before goes to the
    /// log first: a frame's records are all written by the definitions that the log has after it, and nothing stands
    /// before a TRUNCATE in its frame.
    mutating func applyDDL(_ event: QueryEvent, header: EventHeader, start: UInt64) throws {
        if group.rows == 0, !output.frames.isEmpty { try submit() }
        guard let applied = tables.apply(event), !applied.changes.isEmpty else { return }
        output.timestampMilliseconds = group.commitMicroseconds / 1000
        let context = EventContext(
            serverID: header.serverId, gtid: gtidText.bytes, file: file.bytes, position: start,
            commitMicroseconds: group.commitMicroseconds, processingMicroseconds: Self.nowMicroseconds())
        try tables.append(applied, context, to: &output)
    }
}
