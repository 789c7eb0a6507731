/// A setting as DescribeConfigs shows it.
struct ServerSetting: Sendable {
    let name: String
    let value: String
    /// 1 boolean, 2 string, 3 int, 5 long, 7 list.
    let type: Int8

    static func text(_ name: String, _ value: String) -> ServerSetting {
        ServerSetting(name: name, value: value, type: 2)
    }
    static func list(_ name: String, _ value: String) -> ServerSetting {
        ServerSetting(name: name, value: value, type: 7)
    }
    static func flag(_ name: String, _ value: Bool) -> ServerSetting {
        ServerSetting(name: name, value: value ? "true" : "false", type: 1)
    }
    static func int(_ name: String, _ value: Int) -> ServerSetting {
        ServerSetting(name: name, value: "\(value)", type: 3)
    }
    static func long(_ name: String, _ value: Int64) -> ServerSetting {
        ServerSetting(name: name, value: "\(value)", type: 5)
    }
}
