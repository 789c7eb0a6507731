import Binlog
import Bytes
import CMariaDB
import Glibc

/// A server's binlog as a stream of raw events, from `BinlogStart` on. It takes the connection over: after `open`
/// nothing else may be sent on it.
///
/// Each packet of the stream is one status byte and one event:
///
///     0   0x00 event follows · 0xFE (and < 9 bytes) end of a non-blocking dump · 0xFF error
///     1   the event: header of 19 bytes, body, CRC-32 if the FORMAT_DESCRIPTION event said so
///
/// Source: MySQL Internals, "Binlog Network Stream". The first event is an artificial ROTATE, the second the file's
/// FORMAT_DESCRIPTION.
public final class BinlogStream {
    public let connection: MySQLConnection
    /// Events that were read.
    public private(set) var events: UInt64 = 0
    /// Bytes of these events.
    public private(set) var bytes: UInt64 = 0

    private let stopsAtEnd: Bool
    private let handle: UnsafeMutablePointer<MYSQL>
    /// Where the library keeps the current packet's address. Its own field is read in place: `handle.pointee.net`
    /// would copy a kilobyte per event in a debug build.
    private let packet: UnsafePointer<UnsafeMutablePointer<UInt8>?>

    /// Registers as a replica and asks for the binlog.
    ///
    /// - Parameter stopsAtEnd: end the stream at the binlog's end (`next` returns nil) instead of waiting for more.
    /// - Throws: `SourceError`; refusals of the position itself come with the first `next`.
    public static func open(
        _ connection: MySQLConnection,
        from start: BinlogStart,
        as replica: ReplicaIdentity,
        stopsAtEnd: Bool = false
    ) throws(SourceError) -> BinlogStream {
        guard let handle = connection.handle, connection.isOpen,
            let offset = MemoryLayout<MYSQL>.offset(of: \MYSQL.net.read_pos)
        else { throw SourceError(.connectionLost, "the connection to \(connection.options.address) is closed") }
        try ReplicaSession.prepare(connection, start: start, as: replica)
        let stream = BinlogStream(connection, handle, packetAddressOffset: offset, stopsAtEnd: stopsAtEnd)
        try stream.send(start, replica)
        return stream
    }

    private init(
        _ connection: MySQLConnection,
        _ handle: UnsafeMutablePointer<MYSQL>,
        packetAddressOffset: Int,
        stopsAtEnd: Bool
    ) {
        self.connection = connection
        self.stopsAtEnd = stopsAtEnd
        self.handle = handle
        packet = (UnsafeRawPointer(handle) + packetAddressOffset).assumingMemoryBound(
            to: UnsafeMutablePointer<UInt8>?.self
        )
    }

    /// The next event's bytes, header first; nil at the end of a stream that `stopsAtEnd`. They are valid until the
    /// next call.
    ///
    /// Waits for the server; heartbeats come as events of their own.
    ///
    /// - Throws: `SourceError`. Every error ends the stream and its connection.
    public func next() throws(SourceError) -> UnsafeRawBufferPointer? {
        guard connection.handle == handle, connection.isOpen else {
            throw SourceError(.connectionLost, "the stream of \(connection.options.address) is closed")
        }
        let length = mysql_net_read_packet(handle)
        // The library's `packet_error` is an unsigned int's -1, also where its long has 64 bits.
        guard length != UInt(UInt32.max), length > 0, let start = packet.pointee else { throw ended() }
        guard start[0] == 0 else {
            if start[0] == 0xFE, length < 9 {
                if stopsAtEnd { return nil }
                // A waiting dump ends so when the server shuts down or an administrator ends its thread.
                connection.close()
                throw SourceError(.serverShutdown, "\(connection.options.address) ended the binlog stream")
            }
            connection.close()
            throw SourceError(.protocolError, "\(connection.options.address) sent a packet of unknown kind \(start[0])")
        }
        events &+= 1
        bytes &+= UInt64(length &- 1)
        return UnsafeRawBufferPointer(start: start + 1, count: Int(length) &- 1)
    }

    /// True when at least part of another event is there to be read at once. A reader that collects events into
    /// chunks hands over what it has when this is false. (On TLS the answer may be false though a little is left in
    /// the library.)
    public var hasBufferedInput: Bool {
        guard connection.handle == handle, let socket = handle.pointee.net.pvio else { return false }
        if let cache = socket.pointee.cache, let position = socket.pointee.cache_pos,
            cache + socket.pointee.cache_size > position
        {
            return true
        }
        var waiting: Int32 = 0
        return ioctl(mysql_get_socket(handle), UInt(FIONREAD), &waiting) == 0 && waiting > 0
    }

    /// True after an event over 16 MiB: the library's buffer has grown and never shrinks. Renew the connection at the
    /// next transaction's end to give the memory back.
    public var isBufferOversized: Bool { connection.handle == handle && handle.pointee.net.max_packet > 17 << 20 }

    private func send(_ start: BinlogStart, _ replica: ReplicaIdentity) throws(SourceError) {
        var command = ByteWriter(capacity: 256)
        BinlogDumpCommand.register(replica, into: &command)
        try send(COM_REGISTER_SLAVE, command.bytes, waits: true)
        command.removeAll()
        func dump(from file: String, _ position: UInt32) {
            BinlogDumpCommand.dump(
                file: file,
                position: position,
                replica: replica,
                flavor: connection.flavor,
                stopsAtEnd: stopsAtEnd,
                into: &command
            )
        }
        switch start {
        case .file(let name, let position):
            guard let position = UInt32(exactly: position) else {
                throw SourceError(
                    .positionInvalid,
                    "\(name):\(position) lies beyond 4 GiB, which servers cannot start a dump from",
                    remedy: "start from a GTID, or from the next file"
                )
            }
            dump(from: name, max(position, 4))
        case .mariadbGTID:
            // The GTIDs were set as @slave_connect_state; the file is then of no account.
            dump(from: "", 4)
        case .mysqlGTID(let set):
            BinlogDumpCommand.dump(set, replica: replica, stopsAtEnd: stopsAtEnd, into: &command)
            try send(BinlogDumpCommand.dumpGTID, command.bytes, waits: false)
            connection.isStreaming = true
            return
        }
        try send(COM_BINLOG_DUMP, command.bytes, waits: false)
        connection.isStreaming = true
    }

    private func send(
        _ command: enum_server_command,
        _ body: UnsafeRawBufferPointer,
        waits: Bool
    ) throws(SourceError) {
        let argument = body.baseAddress?.assumingMemoryBound(to: CChar.self)
        let result = handle.pointee.methods.pointee.db_command(
            handle,
            command,
            argument,
            body.count,
            waits ? 0 : 1,
            nil
        )
        guard result == 0 else { throw connection.libraryError(while: .dumping) }
    }

    private func ended() -> SourceError {
        let error = connection.libraryError(while: .dumping)
        connection.close()
        return error
    }
}
