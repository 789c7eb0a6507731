import Bytes

/// A statement: BEGIN, COMMIT, XA …, SAVEPOINT or DDL (and DML, when the server logs statements). A view.
///
///     0  thread id u32      4  execution seconds u32   8  database length u8
///     9  error code u16     11 status variables length u16
///     13 status variables, database name, 0, statement text to the end
///
/// EXECUTE_LOAD_QUERY (LOAD DATA, logged as a statement) has 13 bytes more, about its file, before the status
/// variables.
/// Source: MySQL `Query_event`, `Execute_load_query_event` (libs/mysql/binlog/event/).
public struct QueryEvent {
    public let threadId: UInt32
    public let executionSeconds: UInt32
    /// The error that the statement ended with on the source; 0 for none.
    public let errorCode: UInt16
    /// What of the session's state the statement depends on; see `QuerySession`.
    public let statusVariables: UnsafeRawBufferPointer
    /// Name of the session's current database, UTF-8; it may be empty.
    public let database: UnsafeRawBufferPointer
    /// The text, in the session's character set.
    public let statement: UnsafeRawBufferPointer

    @inlinable
    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            threadId = try cursor.u32le()
            executionSeconds = try cursor.u32le()
            let databaseLength = Int(try cursor.u8())
            errorCode = try cursor.u16le()
            let statusLength = Int(try cursor.u16le())
            if frame.header.type == .executeLoadQuery { try cursor.skip(13) }
            statusVariables = try cursor.bytes(statusLength)
            database = try cursor.bytes(databaseLength)
            try cursor.skip(1)
            statement = cursor.rest()
        } catch { throw frame.malformed(error) }
    }
}

extension QueryEvent {
    /// What a statement does to the transaction that it stands in.
    public enum Effect: Sendable, Equatable {
        case begin
        case commit
        /// ROLLBACK of the whole transaction.
        case rollback
        /// ROLLBACK [WORK] TO [SAVEPOINT] name.
        case rollbackToSavepoint
        case savepoint
        case releaseSavepoint
        case xaStart
        case xaEnd
        case xaPrepare
        case xaCommit
        case xaRollback
        /// Everything else: DDL, account management, or DML logged as a statement.
        case other
    }

    /// The statement's effect, by its first words. The server writes these statements itself, so that their spelling
    /// is fixed but for letter case.
    @inlinable
    public var effect: Effect {
        switch statement.count == 0 ? 0 : statement[0] | 0x20 {
        case 0x62: starts("begin") ? .begin : .other
        case 0x63: starts("commit") ? .commit : .other
        case 0x72: rollbackOrRelease
        case 0x73: starts("savepoint") ? .savepoint : starts("start transaction") ? .begin : .other
        case 0x78: xa
        default: .other
        }
    }

    @usableFromInline var rollbackOrRelease: Effect {
        if starts("rollback") {
            return starts("rollback to") || starts("rollback work to") ? .rollbackToSavepoint : .rollback
        }
        return starts("release savepoint") ? .releaseSavepoint : .other
    }

    @usableFromInline var xa: Effect {
        if starts("xa start") || starts("xa begin") { return .xaStart }
        if starts("xa end") { return .xaEnd }
        if starts("xa prepare") { return .xaPrepare }
        if starts("xa commit") { return .xaCommit }
        return starts("xa rollback") ? .xaRollback : .other
    }

    @inlinable public var isBegin: Bool { effect == .begin }
    @inlinable public var isCommit: Bool { effect == .commit }
    @inlinable public var isRollback: Bool { effect == .rollback }
    /// Any XA statement.
    @inlinable public var isXA: Bool { starts("xa") }

    /// Compares the statement's front, letter case aside, as a whole word.
    ///
    /// - Parameter words: lower-case ASCII.
    @inlinable
    public func starts(_ words: StaticString) -> Bool {
        let count = words.utf8CodeUnitCount
        guard statement.count >= count else { return false }
        for index in 0..<count {
            let expected = words.utf8Start[index]
            let found = statement[index]
            guard found == expected || (expected >= 0x61 && found == expected &- 0x20) else { return false }
        }
        if statement.count == count { return true }
        let after = statement[count]
        let isWordByte = (after | 0x20 >= 0x61 && after | 0x20 <= 0x7A) || (after >= 0x30 && after <= 0x39)
        return !(isWordByte || after == 0x5F || after == 0x24 || after >= 0x80)
    }
}
