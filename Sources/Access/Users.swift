import Synchronization

/// All users, and how a password is checked.
///
/// A name that nobody has costs the asker as much as a wrong password, and the answers look alike: names cannot be
/// found out by asking.
public final class Users: Sendable {
    private let users: [String: User]
    /// Makes up the verifiers of names that nobody has: the same for a name as long as the process lives.
    private let secret = RandomBytes.make(32)
    private let successes: Mutex<RecentLogins>

    /// - Parameter recentLoginsMax: passwords found right that are remembered, as keyed hashes, so that each request
    ///   over HTTP and each connection with PLAIN does not cost the milliseconds again.
    public init(_ users: [User], recentLoginsMax: Int = 1_024) {
        self.users = Dictionary(users.map { ($0.name, $0) }) { first, _ in first }
        successes = Mutex(RecentLogins(countMax: recentLoginsMax))
    }

    public var isEmpty: Bool { users.isEmpty }

    /// Who this is; nil when the password is wrong or nobody has the name. Takes milliseconds: not for event loops.
    public func check(name: String, password: String) -> Principal? {
        if let known = remembered(name: name, password: password) { return known }
        let user = users[name]
        // The costliest first: it is what `leat user add` writes for every user.
        let verifier = user?.verifier(.sha512) ?? user?.verifier(.sha256) ?? decoy(name, .sha512)
        guard verifier.accepts(password), let user, !user.verifiers.isEmpty else { return nil }
        let key = loginKey(name, password)
        successes.withLock { $0.insert(key) }
        return user.principal
    }

    /// Who this is, if he logged in with this password before; at once, also for event loops.
    public func remembered(name: String, password: String) -> Principal? {
        guard let user = users[name] else { return nil }
        let key = loginKey(name, password)
        return successes.withLock { $0.contains(key) } ? user.principal : nil
    }

    /// The verifier and the rights of a name; made up, and without rights, for one that nobody has.
    func entry(name: String, hash: SCRAMHash) -> (verifier: SCRAMVerifier, principal: Principal?) {
        if let user = users[name], let verifier = user.verifier(hash) { return (verifier, user.principal) }
        return (decoy(name, hash), nil)
    }

    private func decoy(_ name: String, _ hash: SCRAMHash) -> SCRAMVerifier {
        let salt = SCRAMHash.sha256.authenticate(Array("salt \(name)".utf8), key: secret).prefix(Self.saltByteCount)
        // No password has this key: it is no image of the hash that anybody could find.
        let key = hash.authenticate(Array("key \(name)".utf8), key: secret)
        return SCRAMVerifier(
            hash: hash, iterations: decoyIterations(hash), salt: Array(salt), storedKey: key, serverKey: key)
    }

    /// As many as real users have, lest the number tells.
    private func decoyIterations(_ hash: SCRAMHash) -> Int {
        users.values.compactMap { $0.verifier(hash)?.iterations }.max() ?? SCRAMVerifier.iterationsUsual
    }

    private func loginKey(_ name: String, _ password: String) -> [UInt8] {
        // No name holds a zero byte, so no two pairs run into one.
        SCRAMHash.sha256.authenticate(Array(name.utf8) + [0] + Array(password.utf8), key: secret)
    }

    /// Of the salts that `leat user add` makes.
    public static let saltByteCount = 24
}
