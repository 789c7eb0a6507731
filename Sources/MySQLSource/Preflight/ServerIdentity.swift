/// Which server it is, kept with a file position: the same file name on another server means something else.
///
/// MySQL has `server_uuid`, which is its own for the life of its data directory. MariaDB has nothing of the kind that
/// stays over upgrades (`server_uid` came with late 10.11 releases and follows the network card), so its id, host
/// name and port stand in; they are not proof (`isUnique` false), and a MariaDB position is better trusted by its
/// GTID.
public struct ServerIdentity: Sendable, Equatable, CustomStringConvertible {
    public let flavor: ServerFlavor
    public let text: String

    public init(flavor: ServerFlavor, text: String) {
        self.flavor = flavor
        self.text = text
    }

    /// Asks the server.
    public static func read(_ connection: MySQLConnection) throws(SourceError) -> ServerIdentity {
        of(connection.flavor, try ServerSettings.read(connection))
    }

    static func of(_ flavor: ServerFlavor, _ settings: ServerSettings) -> ServerIdentity {
        if flavor == .mysql, let uuid = settings["server_uuid"] { return ServerIdentity(flavor: flavor, text: uuid) }
        let host = settings["hostname"] ?? "?"
        return ServerIdentity(flavor: flavor, text: "\(settings.serverId)@\(host):\(settings["port"] ?? "?")")
    }

    /// True when no two servers share this identity.
    public var isUnique: Bool { flavor == .mysql }

    public var description: String { "\(flavor.rawValue) \(text)" }
}
