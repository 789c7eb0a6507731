import Glibc
import Threads

/// A TCP connection to ourselves whose other end takes everything and looks at nothing.
final class LoopbackConnection {
    let sender: Int32
    private let drain: DedicatedThread

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let sender = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.sender = sender
        let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 1) == 0
                    && getsockname(listener, address, &length) == 0 && connect(sender, address, length) == 0
            }
        }
        guard isConnected else { throw BenchmarkError(what: "no connection to 127.0.0.1: errno \(errno)") }
        let receiver = accept(listener, nil, nil)
        close(listener)
        drain = DedicatedThread(name: "drain") {
            // MSG_TRUNC lets TCP throw the bytes away without copying them: the receiver's cost is not asked for.
            while recv(receiver, nil, 4 << 20, Int32(MSG_TRUNC)) > 0 {}
            close(receiver)
        }
    }

    /// sendfile(2) until all is sent.
    func send(_ file: Int32, offset: Int, count: Int) throws {
        var position = off_t(offset)
        var rest = count
        while rest > 0 {
            let sent = sendfile(sender, file, &position, rest)
            guard sent > 0 else { throw BenchmarkError(what: "sendfile: errno \(errno)") }
            rest -= sent
        }
    }

    /// write(2) until all is sent.
    func send(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let sent = write(sender, rest.baseAddress, rest.count)
            guard sent > 0 else { throw BenchmarkError(what: "write: errno \(errno)") }
            rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
        }
    }

    func finish() {
        close(sender)
        drain.join()
    }
}
