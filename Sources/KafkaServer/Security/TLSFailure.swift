import NIOSSL

/// Why TLS with a client came to nothing, in an operator's words.
enum TLSFailure {
    /// nil for other errors, and for a client that leaves without a farewell, as many do.
    static func cause(_ error: any Error) -> String? {
        guard let error = error as? NIOSSLError else {
            return error is NIOSSLExtraError ? "\(error)" : nil
        }
        guard case .handshakeFailed(let detail) = error else { return nil }
        let words = "\(detail)"
        // Who connects and leaves again, as load balancers do to see whether the port is there.
        if words.contains("EOF during handshake") { return nil }
        for (sign, meaning) in meanings where words.contains(sign) { return meaning }
        // What stands behind " at " is a place in the library's source.
        return words.firstRange(of: " at ").map { String(words[..<$0.lowerBound]) } ?? words
    }

    private static let meanings = [
        ("ALERT_UNKNOWN_CA", "the client does not trust the authority that signed our certificate"),
        ("ALERT_CERTIFICATE_EXPIRED", "the client says that our certificate has expired"),
        ("ALERT_BAD_CERTIFICATE", "the client does not accept our certificate"),
        ("ALERT_CERTIFICATE_UNKNOWN", "the client does not accept our certificate"),
        // An alert that is not encrypted where encryption has begun: OpenSSL's way to say that it goes no further.
        ("BAD_PACKET_LENGTH", "the client broke the handshake off, as one does that does not trust our certificate"),
        ("PEER_DID_NOT_RETURN_A_CERTIFICATE", "the client shows no certificate, and `client_ca` asks for one"),
        ("CERTIFICATE_VERIFY_FAILED", "the client's certificate is not signed by an authority of `client_ca`"),
        ("UNSUPPORTED_PROTOCOL", "the client speaks TLS older than 1.2"),
        ("NO_SHARED_CIPHER", "the client offers no cipher that is taken here"),
    ]
}
