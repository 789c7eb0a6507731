import Glibc
import LeatConfiguration

/// Are the addresses free that the servers want?
enum PortCheck {
    /// - Parameter isRunning: a `leat run` answers at the HTTP address: then the ports are taken as they should be.
    static func findings(_ configuration: LeatConfiguration, isRunning: Bool) -> [DoctorFinding] {
        let addresses =
            configuration.kafka.listeners.map { ("kafka", $0.listen) } + [("http", configuration.http.listen)]
        return addresses.map { subject, address in
            if isRunning { return .ok(subject, "\(address): a `leat run` is running") }
            guard let reason = bindFailure(address) else { return .ok(subject, "\(address) is free") }
            return .fatal(
                subject,
                "\(address): \(reason)",
                remedy: "stop the process that has the port (`ss -ltnp` names it), or set another address"
            )
        }
    }

    /// Why the address cannot be listened at; nil when it can.
    private static func bindFailure(_ address: ListenAddress) -> String? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, String(address.port), &hints, &list)
        guard code == 0, let first = list?.pointee else { return String(cString: gai_strerror(code)) }
        defer { freeaddrinfo(list) }
        let descriptor = socket(first.ai_family, first.ai_socktype, first.ai_protocol)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let isBound = bind(descriptor, first.ai_addr, first.ai_addrlen) == 0 && listen(descriptor, 1) == 0
        return isBound ? nil : String(cString: strerror(errno))
    }
}
