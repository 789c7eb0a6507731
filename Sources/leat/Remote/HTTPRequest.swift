import Access
import Glibc

/// One request to the HTTP interface of a running `leat run`, over a connection of its own.
///
/// HTTP/1.1 with `Connection: close` in a page of code, so that the program needs no HTTP client library.
struct HTTPRequest {
    let method: String
    let host: String
    let port: Int
    let path: String
    /// Whom to believe to be the server; nil speaks plain text.
    var trust: TLSTrust?
    /// Value of the header `Authorization`.
    var authorization: String?

    /// An answer's status code and body.
    struct Answer {
        let status: Int
        let body: [UInt8]
    }

    /// No answer came, and why.
    struct Failure: Error {
        let reason: String
        /// What to do, where the cause tells.
        var remedy: String?
    }

    private static let answerBytesMax = 64 << 20
    private static let timeoutSeconds = 10

    func send() throws(Failure) -> Answer {
        let descriptor = try connected()
        defer { close(descriptor) }
        let name = host.contains(":") ? "[\(host)]" : host
        var request = "\(method) \(path) HTTP/1.1\r\nHost: \(name):\(port)\r\nConnection: close\r\n"
        if let authorization { request += "Authorization: \(authorization)\r\n" }
        request += "Accept: application/json\r\nContent-Length: 0\r\n\r\n"
        guard let trust else {
            try write(Array(request.utf8), to: descriptor)
            return try Self.parse(try readAll(descriptor))
        }
        do {
            let session = try TLSSession(host: host, trust: trust)
            return try Self.parse(try exchange(request, session, descriptor))
        } catch let fault as TLSFault {
            throw Failure(reason: fault.what, remedy: fault.remedy)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(reason: "\(error)")
        }
    }

    /// Sends the request and reads the answer through TLS.
    private func exchange(_ request: String, _ session: TLSSession, _ descriptor: Int32) throws -> [UInt8] {
        try Array(request.utf8).withUnsafeBytes { try session.encrypt($0) }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while answer.count < Self.answerBytesMax {
            while let encrypted = try session.takeEncrypted() { try write(encrypted, to: descriptor) }
            let count = try read(into: &chunk, descriptor)
            if count == 0 { return answer }
            try chunk.withUnsafeBytes { try session.received(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            while case let count = chunk.withUnsafeMutableBytes({ session.takePlain(into: $0) }), count > 0 {
                answer.append(contentsOf: chunk[..<count])
            }
        }
        throw Failure(reason: "the answer is larger than 64 MiB")
    }

    /// 0 at the end.
    private func read(into chunk: inout [UInt8], _ descriptor: Int32) throws(Failure) -> Int {
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count >= 0 { return count }
            if errno != EINTR { throw Failure(reason: String(cString: strerror(errno))) }
        }
    }

    private func connected() throws(Failure) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { throw Failure(reason: String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(list) }
        var reason = "no address"
        var next = list
        while let address = next?.pointee {
            next = address.ai_next
            let descriptor = socket(
                address.ai_family,
                address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
                address.ai_protocol
            )
            guard descriptor >= 0 else {
                reason = String(cString: strerror(errno))
                continue
            }
            var timeout = timeval(tv_sec: Self.timeoutSeconds, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size)
            if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return descriptor }
            reason = String(cString: strerror(errno))
            close(descriptor)
        }
        throw Failure(reason: reason)
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(reason: String(cString: strerror(errno))) }
            start += count
        }
    }

    private func readAll(_ descriptor: Int32) throws(Failure) -> [UInt8] {
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while answer.count < Self.answerBytesMax {
            let count = try read(into: &chunk, descriptor)
            if count == 0 { return answer }
            answer.append(contentsOf: chunk[..<count])
        }
        throw Failure(reason: "the answer is larger than 64 MiB")
    }

    /// Splits an answer at the empty line after its head.
    static func parse(_ bytes: [UInt8]) throws(Failure) -> Answer {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = bytes.firstRange(of: separator) else { throw Failure(reason: "no HTTP answer") }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw Failure(reason: "no HTTP answer")
        }
        let length = head.split(separator: "\r\n").lazy
            .compactMap { line -> Int? in
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
                return Int(parts[1].drop { $0 == " " })
            }.first
        let body = Array(bytes[end.upperBound...])
        if let length, body.count < length { throw Failure(reason: "the answer ended early") }
        return Answer(status: status, body: body)
    }
}
