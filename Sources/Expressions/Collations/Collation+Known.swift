import Schema

extension Collation {
    /// The collations there are, by the numbers that MySQL and MariaDB both use.
    static func known(_ number: UInt32) -> Collation? {
        switch number {
        case 63: bytes("binary", .binary, padsSpace: false)
        case 46: bytes("utf8mb4_bin", .utf8mb4)
        case 83: bytes("utf8mb3_bin", .utf8mb3)
        case 65: bytes("ascii_bin", .ascii)
        case 309: bytes("utf8mb4_0900_bin", .utf8mb4, padsSpace: false)
        case 1070: bytes("utf8mb4_nopad_bin", .utf8mb4, padsSpace: false)
        case 1107: bytes("utf8mb3_nopad_bin", .utf8mb3, padsSpace: false)
        case 1089: bytes("ascii_nopad_bin", .ascii, padsSpace: false)
        default: nil
        }
    }

    /// The numbers of all that `known` gives.
    static let numbers: [UInt32] = [63, 46, 83, 65, 309, 1070, 1107, 1089]

    /// By the name that follows COLLATE.
    static func named(_ name: String) -> Collation? {
        let name = name.hasPrefix("utf8_") ? "utf8mb3_" + name.dropFirst(5) : name
        return numbers.lazy.compactMap(known).first { $0.name == name }
    }

    private static func bytes(_ name: String, _ charset: Charset, padsSpace: Bool = true) -> Collation {
        Collation(name: name, charset: charset, form: .bytes, padsSpace: padsSpace)
    }
}
