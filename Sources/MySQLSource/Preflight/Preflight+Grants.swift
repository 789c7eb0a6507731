extension Preflight {
    /// What the user may do: reading the binlog needs REPLICATION SLAVE, asking for its state needs REPLICATION
    /// CLIENT (MariaDB since 10.5: BINLOG MONITOR).
    static func grants(_ connection: MySQLConnection) throws(SourceError) -> [Finding] {
        let global = try globalPrivileges(connection)
        let user = connection.options.user
        let isAdministrator = global.contains("ALL PRIVILEGES") || global.contains("SUPER")
        func check(_ names: [String], purpose: String) -> Finding {
            if isAdministrator || names.contains(where: global.contains) { return .ok("\(user) has \(names[0])") }
            return .fatal(
                .missingGrant,
                "\(user) may not \(purpose): it lacks \(names[0])",
                "GRANT \(names[0]) ON *.* TO \(user)"
            )
        }
        let monitor = connection.flavor == .mysql ? ["REPLICATION CLIENT"] : ["BINLOG MONITOR", "REPLICATION CLIENT"]
        return [
            check(["REPLICATION SLAVE", "REPLICATION REPLICA"], purpose: "read the binlog"),
            check(monitor, purpose: "ask for binlog positions"),
        ]
    }

    /// The user's privileges on `*.*`, those of its active roles included.
    private static func globalPrivileges(_ connection: MySQLConnection) throws(SourceError) -> Set<String> {
        var statement = "SHOW GRANTS"
        if connection.flavor == .mysql, let roles = try connection.value("SELECT CURRENT_ROLE()"), roles != "NONE" {
            statement = "SHOW GRANTS FOR CURRENT_USER() USING \(roles)"
        }
        var privileges: Set<String> = []
        for row in try connection.query(statement) {
            guard let line = row.first ?? nil, line.hasPrefix("GRANT "), let end = line.firstRange(of: " ON *.* TO ")
            else {
                continue
            }
            for name in line[..<end.lowerBound].dropFirst("GRANT ".count).split(separator: ",") {
                privileges.insert(String(name.drop { $0 == " " }).uppercased())
            }
        }
        return privileges
    }
}
