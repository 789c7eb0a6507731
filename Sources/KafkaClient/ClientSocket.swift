import Access
import Glibc

/// A connected TCP socket whose every wait ends at a deadline. It is closed when the value goes away.
struct ClientSocket: ~Copyable {
    private let descriptor: Int32
    private let address: BrokerAddress
    private let timeoutMilliseconds: Int
    /// nil in plain text.
    private let tls: TLSSession?

    deinit { close(descriptor) }

    /// - Throws: `unreachable` or `timedOut`; `untrusted` when the authorities cannot be read.
    init(
        connectingTo address: BrokerAddress,
        tls trust: TLSTrust?,
        timeoutMilliseconds: Int
    ) throws(KafkaClientError) {
        let session = try Self.session(address, trust)
        let socket = try Self.connect(address, Deadline(milliseconds: timeoutMilliseconds))
        self.address = address
        self.timeoutMilliseconds = timeoutMilliseconds
        tls = session
        descriptor = socket
    }

    private static func session(_ address: BrokerAddress, _ trust: TLSTrust?) throws(KafkaClientError) -> TLSSession? {
        guard let trust else { return nil }
        do throws(TLSFault) {
            return try TLSSession(host: address.host, trust: trust)
        } catch {
            throw KafkaClientError(error)
        }
    }

    private static func connect(_ address: BrokerAddress, _ deadline: Deadline) throws(KafkaClientError) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(address.host, String(address.port), &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0 else {
            throw KafkaClientError(
                .unreachable,
                "cannot reach \(address): \(String(cString: gai_strerror(status)))",
                remedy: "check the host name of the broker"
            )
        }
        var failure = ENOENT
        var candidate = list
        while let info = candidate {
            candidate = info.pointee.ai_next
            let descriptor = socket(info.pointee.ai_family, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK, 0)
            guard descriptor >= 0 else {
                failure = errno
                continue
            }
            failure = connect(descriptor, info.pointee, deadline)
            if failure == 0 {
                var on: Int32 = 1
                setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
                return descriptor
            }
            close(descriptor)
        }
        throw KafkaClientError(
            failure == ETIMEDOUT ? .timedOut : .unreachable,
            "cannot reach \(address): \(String(cString: strerror(failure)))",
            remedy:
                "check that the broker runs and listens there (`leat run` prints its address), and any firewall between"
        )
    }

    /// - Returns: 0 or the error number.
    private static func connect(_ descriptor: Int32, _ info: addrinfo, _ deadline: Deadline) -> Int32 {
        if Glibc.connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 { return 0 }
        guard errno == EINPROGRESS else { return errno }
        guard wait(for: Int16(POLLOUT), descriptor, deadline) else { return ETIMEDOUT }
        var failure: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &length) == 0 else { return errno }
        return failure
    }

    /// - Returns: false when the deadline has passed.
    private static func wait(for events: Int16, _ descriptor: Int32, _ deadline: Deadline) -> Bool {
        while true {
            var entry = pollfd(fd: descriptor, events: events, revents: 0)
            let ready = poll(&entry, 1, deadline.millisecondsLeft)
            if ready > 0 { return true }
            if ready == 0 || errno != EINTR { return false }
        }
    }

    /// Sends everything.
    func send(_ bytes: UnsafeRawBufferPointer) throws(KafkaClientError) {
        let deadline = Deadline(milliseconds: timeoutMilliseconds)
        guard let tls else { return try sendPlain(bytes, deadline) }
        do throws(TLSFault) { try tls.encrypt(bytes) } catch { throw KafkaClientError(error) }
        try flush(tls, deadline)
    }

    /// Receives exactly as many bytes as the buffer has.
    func receive(into buffer: UnsafeMutableRawBufferPointer, extraMilliseconds: Int) throws(KafkaClientError) {
        let deadline = Deadline(milliseconds: timeoutMilliseconds + extraMilliseconds)
        var received = 0
        while received < buffer.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[received...])
            guard let tls else {
                received += try receivePlain(into: room, deadline)
                continue
            }
            let count = tls.takePlain(into: room)
            received += count
            if count == 0 { try receiveMore(tls, deadline) }
        }
    }

    /// One read of the socket through TLS, which may have something to send in turn.
    private func receiveMore(_ tls: TLSSession, _ deadline: Deadline) throws(KafkaClientError) {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)
        defer { chunk.deallocate() }
        let count = try receivePlain(into: chunk, deadline)
        do throws(TLSFault) {
            try tls.received(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        } catch {
            // The other side shall read why.
            try? flush(tls, deadline)
            throw KafkaClientError(error)
        }
        try flush(tls, deadline)
    }

    private func flush(_ tls: TLSSession, _ deadline: Deadline) throws(KafkaClientError) {
        while true {
            let encrypted: [UInt8]?
            do throws(TLSFault) { encrypted = try tls.takeEncrypted() } catch { throw KafkaClientError(error) }
            guard let encrypted else { return }
            let failure = encrypted.withUnsafeBytes { bytes -> KafkaClientError? in
                do throws(KafkaClientError) { try sendPlain(bytes, deadline) } catch { return error }
                return nil
            }
            if let failure { throw failure }
        }
    }

    private func sendPlain(_ bytes: UnsafeRawBufferPointer, _ deadline: Deadline) throws(KafkaClientError) {
        var sent = 0
        while sent < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
            let count = Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                guard Self.wait(for: Int16(POLLOUT), descriptor, deadline) else { throw timedOut() }
            } else if errno != EINTR {
                throw disconnected(String(cString: strerror(errno)))
            }
        }
    }

    /// At least one byte.
    private func receivePlain(
        into room: UnsafeMutableRawBufferPointer,
        _ deadline: Deadline
    ) throws(KafkaClientError) -> Int {
        while true {
            let count = recv(descriptor, room.baseAddress, room.count, 0)
            if count > 0 { return count }
            if count == 0 { throw disconnected("it closed the connection") }
            if errno == EAGAIN {
                guard Self.wait(for: Int16(POLLIN), descriptor, deadline) else { throw timedOut() }
            } else if errno != EINTR {
                throw disconnected(String(cString: strerror(errno)))
            }
        }
    }

    private func timedOut() -> KafkaClientError {
        KafkaClientError(
            .timedOut,
            "\(address) did not answer within \(timeoutMilliseconds) ms",
            remedy: tls == nil
                ? "check that it is a Kafka listener without TLS (else --tls), or give it more time"
                : "check that it is a Kafka listener with TLS, or give it more time"
        )
    }

    private func disconnected(_ cause: String) -> KafkaClientError {
        KafkaClientError(
            .disconnected,
            "the connection to \(address) was lost: \(cause)",
            remedy: tls == nil
                ? "a listener with TLS needs --tls, one with users --user; if it stays so, look at the broker's log"
                : "a listener with users needs --user; if it stays so, look at the broker's log"
        )
    }
}

/// A point in time that waits end at.
private struct Deadline {
    private let end: ContinuousClock.Instant

    init(milliseconds: Int) { end = .now + .milliseconds(milliseconds) }

    var millisecondsLeft: Int32 {
        let left = ContinuousClock.now.duration(to: end).components
        return Int32(clamping: max(0, left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000 + 1))
    }
}
