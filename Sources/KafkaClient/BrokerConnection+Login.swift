import Access
import KafkaProtocol

extension BrokerConnection {
    /// A connection over which requests can be sent: logged in, if somebody is to log in.
    static func open(
        _ address: BrokerAddress,
        _ options: KafkaClient.Options
    ) throws(KafkaClientError) -> BrokerConnection {
        guard let login = options.login else { return try BrokerConnection(address, options) }
        let own = ClientLogin.mechanisms(overTLS: options.tls != nil)
        var mechanism = own[0]
        // A broker that does not offer the first names those that it does, and ends the connection.
        for _ in 0..<2 {
            let connection = try BrokerConnection(address, options)
            let response = try connection.send(SASLHandshakeRequest { $0.mechanism = mechanism.rawValue })
            if response.errorCode.isSuccess {
                try connection.logIn(login, mechanism)
                return connection
            }
            guard let other = own.first(where: { $0 != mechanism && response.mechanisms.contains($0.rawValue) }) else {
                break
            }
            mechanism = other
        }
        throw KafkaClientError(
            .loginRefused,
            "\(address) offers no login that is known here (\(own.map(\.rawValue).joined(separator: ", ")))",
            remedy: options.tls == nil
                ? "use --tls and the port that has it: a password is not sent in plain text"
                : "name a listener with one of them in its `sasl`"
        )
    }

    private func logIn(_ login: ClientLogin, _ mechanism: SASLMechanism) throws(KafkaClientError) {
        guard let hash = mechanism.hash else {
            _ = try authenticate(PlainMessage(name: login.name, password: login.password).bytes, login)
            return
        }
        var scram = SCRAMClient(hash, name: login.name, password: login.password)
        let challenge = try authenticate(scram.first, login)
        let last = try trusting { () throws(LoginFailure) in try scram.last(after: challenge) }
        let answer = try authenticate(last, login)
        try trusting { () throws(LoginFailure) in try scram.check(answer) }
    }

    private func trusting<Value>(_ body: () throws(LoginFailure) -> Value) throws(KafkaClientError) -> Value {
        do throws(LoginFailure) {
            return try body()
        } catch {
            throw KafkaClientError(
                .loginRefused,
                "the login at \(address) failed: \(error)",
                remedy: "this broker may not be the one that it seems: check the address"
            )
        }
    }

    /// One message of the mechanism, and the broker's answer to it.
    private func authenticate(_ message: [UInt8], _ login: ClientLogin) throws(KafkaClientError) -> [UInt8] {
        let response = try send(SASLAuthenticateRequest { $0.authBytes = message })
        guard response.errorCode.isSuccess else {
            throw KafkaClientError(
                .loginRefused,
                "\(address) does not let '\(login.name)' in: \(response.errorMessage ?? "\(response.errorCode)")",
                remedy: "check the name with --user and the password in LEAT_PASSWORD"
            )
        }
        return response.authBytes
    }
}
