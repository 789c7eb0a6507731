import Bytes

/// Where a source continues: the place in the binlog right after the last whole transaction of a frame. It is stored
/// in that same frame, so records and position survive together or vanish together.
///
///      0 version u8 = 1     1 mode u8      2 flags u16 (0)     4 generation u32
///      8 position u64      16 commitTime i64 (µs since 1970)
///     24 fileLength u16    26 identityLength u16               28 gtidLength u32
///     32 file, identity, gtid: UTF-8, nothing between them
///
/// In a frame `gtid` holds only what the frame adds; in the log's STATE it is the whole set (see `merging`).
public struct SourceCheckpoint: Sendable, Equatable {
    /// How the source finds its place again. Fixed at the first start; changed only by `leat position set`.
    public enum Mode: UInt8, Sendable {
        /// File name and offset: valid on this very server only.
        case file = 1
        /// The set of executed transactions: valid on every server that has them all.
        case mysqlGTID = 2
        /// The last transaction of each domain.
        case mariadbGTID = 3
    }

    public var mode: Mode
    /// Grows when an operator sets the position: records of different generations may overlap.
    public var generation: UInt32
    public var file: String
    /// Offset in `file` of the first byte not yet in the log.
    public var position: UInt64
    /// Commit time of the last transaction, µs since 1970; 0 when unknown.
    public var commitMicroseconds: Int64
    /// What tells this server from others.
    public var identity: String
    public var gtid: String

    public init(
        mode: Mode, generation: UInt32 = 1, file: String, position: UInt64, commitMicroseconds: Int64 = 0,
        identity: String, gtid: String = ""
    ) {
        self.mode = mode
        self.generation = generation
        self.file = file
        self.position = position
        self.commitMicroseconds = commitMicroseconds
        self.identity = identity
        self.gtid = gtid
    }

    /// The position as operators read and write it: `gtid:<set>` or `file:<name>:<offset>`.
    public var text: String {
        mode == .file ? "file:\(file):\(position)" : "gtid:\(gtid)"
    }
}

/// A checkpoint whose bytes cannot be understood. Never retriable.
public struct CheckpointError: Error, CustomStringConvertible {
    public let description: String
}

extension SourceCheckpoint {
    private static let version: UInt8 = 1
    private static let headerLength = 32

    public func append(to writer: inout ByteWriter) {
        writer.append(Self.version)
        writer.append(mode.rawValue)
        writer.appendLE(UInt16(0))
        writer.appendLE(generation)
        writer.appendLE(position)
        writer.appendLE(commitMicroseconds)
        writer.appendLE(UInt16(truncatingIfNeeded: file.utf8.count))
        writer.appendLE(UInt16(truncatingIfNeeded: identity.utf8.count))
        writer.appendLE(UInt32(truncatingIfNeeded: gtid.utf8.count))
        writer.append(utf8: file)
        writer.append(utf8: identity)
        writer.append(utf8: gtid)
    }

    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.headerLength + file.utf8.count + identity.utf8.count + gtid.utf8.count)
        append(to: &writer)
        return Array(writer.bytes)
    }

    /// - Throws: `CheckpointError` when the bytes are truncated or of a later version.
    public init(decoding bytes: [UInt8]) throws(CheckpointError) {
        do {
            self = try bytes.withUnsafeBytes { raw throws(BytesError) in
                var cursor = ByteCursor(raw)
                return try Self.decode(&cursor)
            }
        } catch {
            throw CheckpointError(description: "the saved position cannot be read: \(error)")
        }
    }

    private static func decode(_ cursor: inout ByteCursor) throws(BytesError) -> SourceCheckpoint {
        guard try cursor.u8() == version else { throw .malformed("checkpoint of a later version", at: 0) }
        guard let mode = Mode(rawValue: try cursor.u8()) else { throw .malformed("unknown position mode", at: 1) }
        try cursor.skip(2)
        let generation = try cursor.u32le()
        let position = try cursor.u64le()
        let commitMicroseconds = try cursor.i64le()
        let fileLength = Int(try cursor.u16le())
        let identityLength = Int(try cursor.u16le())
        let gtidLength = Int(try cursor.u32le())
        return SourceCheckpoint(
            mode: mode, generation: generation,
            file: String(decoding: try cursor.bytes(fileLength), as: UTF8.self), position: position,
            commitMicroseconds: commitMicroseconds,
            identity: String(decoding: try cursor.bytes(identityLength), as: UTF8.self),
            gtid: String(decoding: try cursor.bytes(gtidLength), as: UTF8.self))
    }
}
