/// What a reader of rows has to do with an event.
public enum EventTreatment: Sendable, Equatable {
    /// Look into it: this module has a type for it.
    case decode
    /// Make other events of it (`PayloadReader`, `EventInflater`, `RowFragments`) and look into those.
    case unpack
    /// Pass over it: it changes no row and ends no transaction, or it may be ignored by those who do not know it.
    case pass
}

extension EventHeader {
    /// Tells whether the event is to be decoded, unpacked or passed over.
    ///
    /// Throws `BinlogError.unknownEvent` for a type that no known server writes and that may not be ignored,
    /// `.unsupportedEvent` for one that belongs to statements whose rows are not in the binlog (LOAD DATA) or to
    /// servers before MySQL 5.1, and `.encryptedFile` for MariaDB's START_ENCRYPTION in a file: all after it is
    /// encrypted. (A server that sends the events decrypts them, and marks this one so that it may be ignored.)
    /// All name type and position; the same event gives the same answer.
    @inlinable
    public var treatment: EventTreatment {
        get throws(BinlogError) {
            switch type {
            case .query, .rotate, .formatDescription, .xid, .tableMap, .writeRowsV1, .updateRowsV1, .deleteRowsV1,
                .writeRowsV2, .updateRowsV2, .deleteRowsV2, .partialUpdateRows, .incident, .heartbeat, .heartbeatV2,
                .rowsQuery, .gtid, .anonymousGTID, .gtidTagged, .previousGTIDs, .xaPrepare, .mariaDBAnnotateRows,
                .mariaDBGTID,
                .mariaDBGTIDList:
                return .decode
            case .transactionPayload, .mariaDBQueryCompressed, .mariaDBWriteRowsCompressedV1,
                .mariaDBUpdateRowsCompressedV1, .mariaDBDeleteRowsCompressedV1, .mariaDBWriteRowsCompressed,
                .mariaDBUpdateRowsCompressed, .mariaDBDeleteRowsCompressed, .mariaDBPartialRows:
                return .unpack
            // INTVAR, RAND and USER_VAR only accompany a statement, whose QUERY event is looked at.
            case .stop, .intvar, .rand, .userVar, .ignorable, .transactionContext, .viewChange, .mariaDBCheckpoint:
                return .pass
            default:
                return try uncommonTreatment
            }
        }
    }

    @usableFromInline
    var uncommonTreatment: EventTreatment {
        get throws(BinlogError) {
            if type == .mariaDBStartEncryption, isIgnorable { return .pass }
            if type == .mariaDBStartEncryption { throw .encryptedFile(endPosition: nextPosition) }
            if type.isKnown { throw .unsupportedEvent(type, endPosition: nextPosition) }
            if isIgnorable { return .pass }
            throw .unknownEvent(type, endPosition: nextPosition)
        }
    }
}
