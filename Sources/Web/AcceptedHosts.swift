/// The names under which this server answers. A page of another site that makes its own name point here (DNS
/// rebinding) is refused by the name in its Host header.
struct AcceptedHosts: Sendable {
    private let names: Set<String>

    /// - Parameters:
    ///   - address: what the server listens at; counts too, unless it stands for all addresses.
    ///   - more: names from the configuration.
    init(listening address: String, also more: [String]) {
        var names = Set(more.map { $0.lowercased() })
        names.formUnion(["localhost", "::1"])
        if address != "0.0.0.0", address != "::" { names.insert(address.lowercased()) }
        self.names = names
    }

    /// - Parameter authority: `host` or `host:port`, IPv6 in brackets.
    func accepts(_ authority: String) -> Bool {
        let host = Self.host(of: authority)
        return names.contains(host) || Self.isLoopback(host)
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return authority[authority.index(after: authority.startIndex)..<end].lowercased()
        }
        return authority.prefix { $0 != ":" }.lowercased()
    }

    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
