/// What an event of the binlog is, by its code in the header.
///
/// Sources: MySQL 9.7 `Log_event_type` (libs/mysql/binlog/event/binlog_event.h), MariaDB 12.3 `Log_event_type`
/// (sql/log_event.h). Codes up to 159 are MySQL's (with those that MariaDB inherited), 160 and up are MariaDB's.
public struct EventType: RawRepresentable, Equatable, Hashable, Sendable {
    public let rawValue: UInt8

    @inlinable @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }
}

extension EventType {
    @inlinable public static var unknown: Self { Self(rawValue: 0) }
    @inlinable public static var startV3: Self { Self(rawValue: 1) }
    @inlinable public static var query: Self { Self(rawValue: 2) }
    @inlinable public static var stop: Self { Self(rawValue: 3) }
    @inlinable public static var rotate: Self { Self(rawValue: 4) }
    @inlinable public static var intvar: Self { Self(rawValue: 5) }
    @inlinable public static var load: Self { Self(rawValue: 6) }
    @inlinable public static var slave: Self { Self(rawValue: 7) }
    @inlinable public static var createFile: Self { Self(rawValue: 8) }
    @inlinable public static var appendBlock: Self { Self(rawValue: 9) }
    @inlinable public static var execLoad: Self { Self(rawValue: 10) }
    @inlinable public static var deleteFile: Self { Self(rawValue: 11) }
    @inlinable public static var newLoad: Self { Self(rawValue: 12) }
    @inlinable public static var rand: Self { Self(rawValue: 13) }
    @inlinable public static var userVar: Self { Self(rawValue: 14) }
    @inlinable public static var formatDescription: Self { Self(rawValue: 15) }
    @inlinable public static var xid: Self { Self(rawValue: 16) }
    @inlinable public static var beginLoadQuery: Self { Self(rawValue: 17) }
    @inlinable public static var executeLoadQuery: Self { Self(rawValue: 18) }
    @inlinable public static var tableMap: Self { Self(rawValue: 19) }
    @inlinable public static var preGAWriteRows: Self { Self(rawValue: 20) }
    @inlinable public static var preGAUpdateRows: Self { Self(rawValue: 21) }
    @inlinable public static var preGADeleteRows: Self { Self(rawValue: 22) }
    @inlinable public static var writeRowsV1: Self { Self(rawValue: 23) }
    @inlinable public static var updateRowsV1: Self { Self(rawValue: 24) }
    @inlinable public static var deleteRowsV1: Self { Self(rawValue: 25) }
    @inlinable public static var incident: Self { Self(rawValue: 26) }
    @inlinable public static var heartbeat: Self { Self(rawValue: 27) }
    @inlinable public static var ignorable: Self { Self(rawValue: 28) }
    @inlinable public static var rowsQuery: Self { Self(rawValue: 29) }
    @inlinable public static var writeRowsV2: Self { Self(rawValue: 30) }
    @inlinable public static var updateRowsV2: Self { Self(rawValue: 31) }
    @inlinable public static var deleteRowsV2: Self { Self(rawValue: 32) }
    @inlinable public static var gtid: Self { Self(rawValue: 33) }
    @inlinable public static var anonymousGTID: Self { Self(rawValue: 34) }
    @inlinable public static var previousGTIDs: Self { Self(rawValue: 35) }
    @inlinable public static var transactionContext: Self { Self(rawValue: 36) }
    @inlinable public static var viewChange: Self { Self(rawValue: 37) }
    @inlinable public static var xaPrepare: Self { Self(rawValue: 38) }
    @inlinable public static var partialUpdateRows: Self { Self(rawValue: 39) }
    @inlinable public static var transactionPayload: Self { Self(rawValue: 40) }
    @inlinable public static var heartbeatV2: Self { Self(rawValue: 41) }
    @inlinable public static var gtidTagged: Self { Self(rawValue: 42) }

    @inlinable public static var mariaDBAnnotateRows: Self { Self(rawValue: 160) }
    @inlinable public static var mariaDBCheckpoint: Self { Self(rawValue: 161) }
    @inlinable public static var mariaDBGTID: Self { Self(rawValue: 162) }
    @inlinable public static var mariaDBGTIDList: Self { Self(rawValue: 163) }
    @inlinable public static var mariaDBStartEncryption: Self { Self(rawValue: 164) }
    @inlinable public static var mariaDBQueryCompressed: Self { Self(rawValue: 165) }
    @inlinable public static var mariaDBWriteRowsCompressedV1: Self { Self(rawValue: 166) }
    @inlinable public static var mariaDBUpdateRowsCompressedV1: Self { Self(rawValue: 167) }
    @inlinable public static var mariaDBDeleteRowsCompressedV1: Self { Self(rawValue: 168) }
    @inlinable public static var mariaDBWriteRowsCompressed: Self { Self(rawValue: 169) }
    @inlinable public static var mariaDBUpdateRowsCompressed: Self { Self(rawValue: 170) }
    @inlinable public static var mariaDBDeleteRowsCompressed: Self { Self(rawValue: 171) }
    @inlinable public static var mariaDBPartialRows: Self { Self(rawValue: 172) }
}

extension EventType {
    /// True for the row events that `RowsEvent` decodes.
    @inlinable
    public var isRows: Bool {
        (rawValue >= 30 && rawValue <= 32) || (rawValue >= 23 && rawValue <= 25) || self == .partialUpdateRows
    }

    /// True for both of MySQL's and MariaDB's codes that this version of the server manuals names.
    public var isKnown: Bool { Self.names[rawValue] != nil }
}

extension EventType: CustomStringConvertible {
    /// The servers' own name of the event, as `SHOW BINLOG EVENTS` prints it or close to it.
    public var description: String { Self.names[rawValue] ?? "event type \(rawValue)" }

    private static let names: [UInt8: String] = [
        1: "Start_v3", 2: "Query", 3: "Stop", 4: "Rotate", 5: "Intvar", 6: "Load", 7: "Slave", 8: "Create_file",
        9: "Append_block", 10: "Exec_load", 11: "Delete_file", 12: "New_load", 13: "RAND", 14: "User_var",
        15: "Format_desc", 16: "Xid", 17: "Begin_load_query", 18: "Execute_load_query", 19: "Table_map",
        20: "Pre_GA_write_rows", 21: "Pre_GA_update_rows", 22: "Pre_GA_delete_rows", 23: "Write_rows_v1",
        24: "Update_rows_v1", 25: "Delete_rows_v1", 26: "Incident", 27: "Heartbeat", 28: "Ignorable",
        29: "Rows_query", 30: "Write_rows", 31: "Update_rows", 32: "Delete_rows", 33: "Gtid",
        34: "Anonymous_Gtid", 35: "Previous_gtids", 36: "Transaction_context", 37: "View_change",
        38: "XA_prepare", 39: "Update_rows_partial", 40: "Transaction_payload", 41: "Heartbeat_v2",
        42: "Gtid_tagged", 160: "Annotate_rows", 161: "Binlog_checkpoint", 162: "MariaDB Gtid",
        163: "Gtid_list", 164: "Start_encryption", 165: "Query_compressed", 166: "Write_rows_compressed_v1",
        167: "Update_rows_compressed_v1", 168: "Delete_rows_compressed_v1", 169: "Write_rows_compressed",
        170: "Update_rows_compressed", 171: "Delete_rows_compressed", 172: "Partial_rows",
    ]
}
