import Binlog
import Bytes
import CMariaDB

/// The commands that make a server send its binlog. Integers are little-endian; the command byte itself is not shown.
///
///     COM_REGISTER_SLAVE    server id u32 · host length u8, host · user length u8, user · password length u8, password
///                           · port u16 · rank u32 (0) · source id u32 (0)
///     COM_BINLOG_DUMP       position u32 · flags u16 · server id u32 · file name (to the end)
///     COM_BINLOG_DUMP_GTID  flags u16 · server id u32 · name length u32, file name · position u64
///                           · length u32, encoded GTID set
///
/// Source: MySQL Internals, "Replication Protocol"; MariaDB knowledge base, "Replication protocol".
enum BinlogDumpCommand {
    /// COM_BINLOG_DUMP_GTID, which libmariadb's headers do not have.
    static let dumpGTID = enum_server_command(rawValue: 0x1E)
    /// The file's begin, behind its magic number.
    static let firstPosition: UInt64 = 4
    /// BINLOG_DUMP_NON_BLOCK: the server sends EOF at its binlog's end instead of waiting.
    static let nonBlocking: UInt16 = 0x01
    /// BINLOG_SEND_ANNOTATE_ROWS_EVENT (MariaDB): without it the server leaves these events out, and the positions of
    /// what it does send have gaps that look like lost events.
    static let withAnnotations: UInt16 = 0x02
    /// BINLOG_THROUGH_GTID: the GTID set counts, not the file.
    static let throughGTID: UInt16 = 0x04

    static func register(_ replica: ReplicaIdentity, into writer: inout ByteWriter) {
        let host = Array(ReplicaIdentity.host.utf8)
        writer.appendLE(replica.serverId)
        writer.append(UInt8(truncatingIfNeeded: host.count))
        writer.append(host)
        writer.append(0)
        writer.append(0)
        writer.appendLE(UInt16(0))
        writer.appendLE(UInt32(0))
        writer.appendLE(UInt32(0))
    }

    static func dump(
        file: String,
        position: UInt32,
        replica: ReplicaIdentity,
        flavor: ServerFlavor,
        stopsAtEnd: Bool,
        into writer: inout ByteWriter
    ) {
        writer.appendLE(position)
        writer.appendLE((stopsAtEnd ? nonBlocking : 0) | (flavor == .mariadb ? withAnnotations : 0))
        writer.appendLE(replica.serverId)
        writer.append(utf8: file)
    }

    static func dump(_ set: GTIDSet, replica: ReplicaIdentity, stopsAtEnd: Bool, into writer: inout ByteWriter) {
        writer.appendLE(throughGTID | (stopsAtEnd ? nonBlocking : 0))
        writer.appendLE(replica.serverId)
        writer.appendLE(UInt32(0))
        writer.appendLE(firstPosition)
        let length = writer.count
        writer.appendLE(UInt32(0))
        set.encode(into: &writer)
        writer.patchLE(UInt32(truncatingIfNeeded: writer.count - length - 4), at: length)
    }
}
