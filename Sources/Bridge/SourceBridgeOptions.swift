import MySQLSource
import RecordBatch

/// Everything that decides how one source reaches the queue.
public struct SourceBridgeOptions: Sendable {
    /// The server and how it is reached; its `name` is the source's identity in the queue.
    public var source: SourceOptions
    /// Where to begin when the queue holds no position of this source yet.
    public var start: StartPosition
    public var pipelines: [SourcePipeline]
    public var compression: Compression
    /// Largest record, key and value together; a larger row stops the source, named. Bytes, default 64 MiB.
    public var recordBytesMax: Int
    /// Binlog bytes that may wait between the connection and the decoder. Default 8 MiB.
    public var bufferBytesMax: Int
    /// Size at which a frame goes to the log although its writer is busy. Bytes, default 1 MiB.
    public var frameBytesTarget: Int
    /// Largest transaction, compressed: it has to fit on the disk, not into memory. Bytes, default 64 GiB.
    public var transactionBytesMax: Int
    /// Compressed size at which what is gathered of a transaction goes to the log although its end has not come. Bytes,
    /// default 8 MiB.
    public var chainPartBytes = 8 << 20
    /// Size at which a partition's batch is closed: what a consumer must decompress at once. Bytes, default 256 KiB.
    public var batchBytes = 256 << 10
    /// Events of one transaction that are kept in memory until its end is known (XA); more goes to a temporary file
    /// in the data directory. Bytes, default 8 MiB.
    public var stashMemoryBytesMax = 8 << 20
    /// The same with the file. Bytes, default 4 GiB.
    public var stashBytesMax = 4 << 30
    /// Pass over statements that change rows and stand in the binlog as text, instead of stopping.
    public var skipsStatements = false
    /// How long to wait between attempts to connect.
    public var backoff = ReconnectBackoff()
    /// What the `source.version` field of change events says.
    public var version: String

    public init(
        source: SourceOptions, start: StartPosition, pipelines: [SourcePipeline], compression: Compression,
        version: String, recordBytesMax: Int = 64 << 20, bufferBytesMax: Int = 8 << 20,
        frameBytesTarget: Int = 1 << 20, transactionBytesMax: Int = 64 << 30
    ) {
        self.source = source
        self.start = start
        self.pipelines = pipelines
        self.compression = compression
        self.version = version
        self.recordBytesMax = recordBytesMax
        self.bufferBytesMax = bufferBytesMax
        self.frameBytesTarget = frameBytesTarget
        self.transactionBytesMax = transactionBytesMax
    }
}

/// Where a source begins that has no position yet.
public enum StartPosition: Sendable, Equatable {
    /// The oldest binlog that the server still has.
    case earliest
    /// Only what is committed from now on.
    case latest
    /// After these transactions: a MySQL GTID set or a MariaDB GTID position, as the server prints it.
    case gtid(String)
    /// A place in a file of this very server.
    case file(String, UInt64)
}
