import CMariaDB

extension MySQLConnection {
    /// Passwords travel by these methods only. `mysql_clear_password` and `dialog` are left out: a forged server
    /// could ask for the password as it is.
    private static let authenticationMethods = "caching_sha2_password,mysql_native_password,client_ed25519"

    /// Sets what the library has to know before it connects.
    func configure(_ handle: UnsafeMutablePointer<MYSQL>) {
        set(MYSQL_OPT_CONNECT_TIMEOUT, UInt32(clamping: options.connectTimeoutSeconds), handle)
        set(MYSQL_OPT_READ_TIMEOUT, UInt32(clamping: options.readTimeoutSeconds), handle)
        set(MYSQL_OPT_WRITE_TIMEOUT, UInt32(clamping: options.writeTimeoutSeconds), handle)
        set(MYSQL_OPT_MAX_ALLOWED_PACKET, UInt(clamping: options.packetBytesMax), handle)
        set(MYSQL_OPT_PROTOCOL, MYSQL_PROTOCOL_TCP.rawValue, handle)
        set(MYSQL_OPT_RECONNECT, my_bool(0), handle)
        mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        mysql_options(handle, MARIADB_OPT_RESTRICTED_AUTH, Self.authenticationMethods)
        mysql_options4(handle, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "leat")
        if let directory = options.pluginDirectory ?? ClientLibrary.pluginDirectory {
            mysql_options(handle, MYSQL_PLUGIN_DIR, directory)
        }
        configureTLS(handle)
    }

    private func configureTLS(_ handle: UnsafeMutablePointer<MYSQL>) {
        let tls = options.tls
        guard tls.mode != .disabled else { return }
        set(MYSQL_OPT_SSL_ENFORCE, my_bool(1), handle)
        if let file = tls.certificateFile { mysql_options(handle, MYSQL_OPT_SSL_CERT, file) }
        if let file = tls.keyFile { mysql_options(handle, MYSQL_OPT_SSL_KEY, file) }
        guard tls.mode.demandsTLS else { return }
        // The library goes on in plain text when the server offers no TLS, and caching_sha2_password then encrypts the
        // password with whatever key the server sends. An unreadable key file makes that exchange fail instead.
        mysql_options(handle, MYSQL_SERVER_PUBLIC_KEY, "/dev/null")
        guard tls.mode != .required else { return }
        // A given authority alone makes the library verify the chain; the host name is verified only on request.
        if let file = tls.authorityFile {
            mysql_options(handle, MYSQL_OPT_SSL_CA, file)
        } else {
            mysql_options(handle, MYSQL_OPT_SSL_CAPATH, "/etc/ssl/certs")
        }
        if tls.mode == .verifyIdentity { set(MYSQL_OPT_SSL_VERIFY_SERVER_CERT, my_bool(1), handle) }
    }

    private func set<Value>(_ option: mysql_option, _ value: Value, _ handle: UnsafeMutablePointer<MYSQL>) {
        withUnsafePointer(to: value) { pointer in _ = mysql_options(handle, option, pointer) }
    }
}
