import Glibc

/// What became of an attempt to reach a server's port, without a word of its protocol.
public enum TCPReach: Sendable, Equatable {
    case reached
    /// The machine answers, and nothing listens there.
    case refused
    /// Nobody answers, or no way leads there; the system's word for it.
    case unreachable(String)
    /// The name means no address.
    case unknownHost

    /// Tries each address of the host, waits at most so long for each. Blocks.
    public static func check(host: String, port: UInt16, milliseconds: Int) -> TCPReach {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &first) == 0 else { return .unknownHost }
        defer { freeaddrinfo(first) }
        var result = TCPReach.unknownHost
        var next = first
        while let address = next {
            result = check(address.pointee, milliseconds: milliseconds)
            if result == .reached { break }
            next = address.pointee.ai_next
        }
        return result
    }

    private static func check(_ address: addrinfo, milliseconds: Int) -> TCPReach {
        let type = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, address.ai_protocol)
        guard descriptor >= 0 else { return of(errno) }
        defer { close(descriptor) }
        if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return .reached }
        guard errno == EINPROGRESS else { return of(errno) }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, Int32(clamping: milliseconds)) > 0 else { return of(ETIMEDOUT) }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else { return of(errno) }
        return code == 0 ? .reached : of(code)
    }

    private static func of(_ code: Int32) -> TCPReach {
        code == ECONNREFUSED ? .refused : .unreachable(String(cString: strerror(code)).lowercased())
    }
}
