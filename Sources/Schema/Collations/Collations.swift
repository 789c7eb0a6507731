import Binlog

/// The collations of all known servers by name. Numbers agree between the servers; which collation a charset has by
/// default does not.
enum Collations {
    private struct Names {
        var numbers: [String: UInt32] = [:]
        var names: [UInt32: String] = [:]
        var mysqlDefaults: [Charset: UInt32] = [:]
        var mariadbDefaults: [Charset: UInt32] = [:]

        init(_ text: String) {
            for line in text.split(separator: "\n") {
                let parts = line.split(separator: " ")
                guard parts.count == 3, let number = UInt32(parts[0]), let charset = Charset(collation: number) else {
                    continue
                }
                numbers[String(parts[1])] = number
                names[number] = String(parts[1])
                if parts[2].contains("Y") { mysqlDefaults[charset] = number }
                if parts[2].contains("A") { mariadbDefaults[charset] = number }
            }
        }
    }

    private static let all = Names(CollationNames.text)

    /// By a lower-case name; `utf8_…` stands for `utf8mb3_…`.
    static func number(named name: String) -> UInt32? {
        if let number = all.numbers[name] { return number }
        return name.hasPrefix("utf8_") ? all.numbers["utf8mb3_" + name.dropFirst(5)] : nil
    }

    static func name(of number: UInt32) -> String? { all.names[number] }

    static func defaultNumber(of charset: Charset, _ flavour: FormatDescriptionEvent.Flavour) -> UInt32? {
        flavour == .mysql ? all.mysqlDefaults[charset] : all.mariadbDefaults[charset]
    }

    /// What the attribute BINARY makes of a charset.
    static func binaryNumber(of charset: Charset) -> UInt32? {
        charset == .binary ? 63 : all.numbers["\(charset.rawValue)_bin"]
    }
}

extension Charset {
    /// By a lower-case name as SQL has it.
    init?(sqlName name: String) {
        self.init(rawValue: name == "utf8" ? "utf8mb3" : name)
    }

    /// No character has one byte.
    var isWide: Bool { self == .ucs2 || self == .utf16 || self == .utf16le || self == .utf32 }

    /// Bytes of the longest character.
    var characterBytesMax: Int {
        switch self {
        case .utf8mb4, .utf16, .utf16le, .utf32, .gb18030: 4
        case .utf8mb3, .ujis, .eucjpms: 3
        case .big5, .cp932, .euckr, .gb2312, .gbk, .sjis, .ucs2: 2
        default: 1
        }
    }
}
