import CMariaDB
import Glibc
import Synchronization

/// One connection to a source. It blocks, so it belongs to a dedicated thread; one thread at a time uses it, and only
/// `interrupt()` may be called from elsewhere.
///
/// `@unchecked Sendable`: the library's handle is touched by the using thread alone; what `interrupt` needs is locked.
public final class MySQLConnection: @unchecked Sendable {
    public let options: SourceOptions
    /// What the server said at the handshake, e.g. `10.11.19-MariaDB-0+deb12u1-log`; empty before `connect`.
    public private(set) var serverText = ""
    /// The server's version; 0.0.0 before `connect`.
    public private(set) var serverVersion = ServerVersion(0, 0)
    public private(set) var flavor = ServerFlavor.mysql
    /// The cipher in use; nil on a plain connection.
    public private(set) var tlsCipher: String?

    var handle: UnsafeMutablePointer<MYSQL>?
    /// Set when a dump began: the server no longer reads, so a polite goodbye would only wait.
    var isStreaming = false
    private let stop = Mutex(StopState())

    private struct StopState {
        /// A duplicate of the socket's descriptor: it stays ours when the library closes its own after an error.
        var descriptor: Int32 = -1
        var isRequested = false
        var thread: UInt?
    }

    public init(_ options: SourceOptions) {
        self.options = options
    }

    deinit { close() }

    /// True between a successful `connect` and `close` or a failure that ended the connection.
    public var isOpen: Bool { handle?.pointee.net.pvio != nil }

    /// True once `interrupt()` was called; such a connection never opens again.
    public var isInterrupted: Bool { stop.withLock { $0.isRequested } }

    /// The server's number for this connection; nil while there is none.
    public var thread: UInt? { stop.withLock { $0.thread } }

    /// What the system knows of the connection now, from any thread; nil while there is none.
    public var socketState: SocketState? { stop.withLock { SocketState(descriptor: $0.descriptor) } }

    /// Connects and logs in. Waits at most `connectTimeoutSeconds` per address.
    ///
    /// - Throws: `SourceError`; retriable when the server may come back by itself.
    public func connect() throws(SourceError) {
        close()
        guard ClientLibrary.isStarted, let handle = mysql_init(nil) else {
            throw SourceError(.protocolError, "libmariadb could not be started", remedy: "check the machine's memory")
        }
        self.handle = handle
        configure(handle)
        let port = UInt32(options.port)
        guard mysql_real_connect(handle, options.host, options.user, options.password, nil, port, nil, 0) != nil else {
            let error = libraryError(while: .connecting)
            close()
            throw error
        }
        tlsCipher = mysql_get_ssl_cipher(handle).map { String(cString: $0) }
        serverText = mysql_get_server_info(handle).map { String(cString: $0) } ?? ""
        serverVersion = ServerVersion(parsing: serverText)
        flavor = mariadb_connection(handle) != 0 ? .mariadb : .mysql
        if options.tls.mode.demandsTLS, tlsCipher == nil {
            close()
            throw SourceError(
                .tlsFailed,
                "\(options.address) offers no TLS and the source demands `tls: \(options.tls.mode.rawValue)`",
                remedy: "switch TLS on at the server (ssl_cert, ssl_key), or set `tls: preferred` and accept plain text"
            )
        }
        if !keepDescriptor(of: handle) {
            close()
            throw SourceError(.interrupted, "stopped while connecting to \(options.address)")
        }
    }

    /// Ends whatever the connection waits for, from any thread: its call throws `.interrupted` promptly. A connection
    /// attempt that is under way ends after its timeout at the latest.
    public func interrupt() {
        stop.withLock { state in
            state.isRequested = true
            if state.descriptor >= 0 { shutdown(state.descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Ends the connection; the object may `connect` again.
    public func close() {
        stop.withLock { state in
            guard state.descriptor >= 0 else { return }
            if isStreaming { shutdown(state.descriptor, Int32(SHUT_RDWR)) }
            Glibc.close(state.descriptor)
            state.descriptor = -1
            state.thread = nil
        }
        isStreaming = false
        if let handle { mysql_close(handle) }
        handle = nil
    }

    /// Keeps a duplicate for `interrupt`; false when that came before.
    private func keepDescriptor(of handle: UnsafeMutablePointer<MYSQL>) -> Bool {
        stop.withLock { state in
            guard !state.isRequested else { return false }
            state.descriptor = dup(mysql_get_socket(handle))
            state.thread = mysql_thread_id(handle)
            return true
        }
    }

    /// The library's last error as ours.
    func libraryError(while activity: SourceActivity) -> SourceError {
        let systemError = errno
        guard !isInterrupted else { return SourceError(.interrupted, "stopped while reading \(options.address)") }
        guard let handle else { return SourceError(.connectionLost, "the connection to \(options.address) is closed") }
        let number = mysql_errno(handle)
        let text = String(cString: mysql_error(handle))
        if activity != .connecting, number == UInt32(CR_SERVER_LOST), systemError == ETIMEDOUT || systemError == EAGAIN
        {
            return SourceError(
                .timeout,
                "\(options.address) sent nothing for \(options.readTimeoutSeconds) s",
                number: number,
                serverText: text
            )
        }
        return .classify(number: number, text: text, while: activity, options: options, isTLS: tlsCipher != nil)
    }
}
