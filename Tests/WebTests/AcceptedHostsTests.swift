import Testing

@testable import Web

@Suite struct AcceptedHostsTests {
    @Test(arguments: [
        "localhost", "localhost:8080", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080",
        "[::1]", "queue.example.org", "Queue.Example.org:8080",
    ])
    func loopbackAndConfiguredNamesAreAccepted(authority: String) {
        #expect(AcceptedHosts(listening: "127.0.0.1", also: ["queue.example.org"]).accepts(authority))
    }

    @Test(arguments: [
        "", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080", "127.0.0", "127.0.0.256",
        "0.0.0.0",
        "[::2]:8080", "queue.example.org.evil", "10.0.0.1:8080",
    ])
    func otherNamesAreRefused(authority: String) {
        #expect(!AcceptedHosts(listening: "0.0.0.0", also: ["queue.example.org"]).accepts(authority))
    }

    @Test func theAddressListenedAtIsAccepted() {
        #expect(AcceptedHosts(listening: "10.0.0.1", also: []).accepts("10.0.0.1:8080"))
    }
}
