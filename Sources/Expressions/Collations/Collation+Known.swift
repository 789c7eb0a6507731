import Schema

extension Collation {
    /// The collations there are, by the numbers that MySQL and MariaDB both use.
    static func known(_ number: UInt32) -> Collation? { all.first { $0.numbers.contains(number) }?.collation }

    /// By the name that follows COLLATE. MariaDB's Unicode collations may stand without their character set.
    static func named(_ name: String) -> Collation? {
        let name =
            name.hasPrefix("utf8_")
            ? "utf8mb3_" + name.dropFirst(5) : name.hasPrefix("uca1400_") ? "utf8mb4_" + name : name
        return all.first { $0.collation.name == name }?.collation
    }

    /// Names of all of them.
    static var names: [String] { all.map(\.collation.name) }

    private static let all: [(numbers: [UInt32], collation: Collation)] = [
        ([63], Collation("binary", .binary, .bytes, padsSpace: false)),
        ([46], Collation("utf8mb4_bin", .utf8mb4, .bytes)),
        ([83], Collation("utf8mb3_bin", .utf8mb3, .bytes)),
        ([65], Collation("ascii_bin", .ascii, .bytes)),
        ([309], Collation("utf8mb4_0900_bin", .utf8mb4, .bytes, padsSpace: false)),
        ([1070], Collation("utf8mb4_nopad_bin", .utf8mb4, .bytes, padsSpace: false)),
        ([1107], Collation("utf8mb3_nopad_bin", .utf8mb3, .bytes, padsSpace: false)),
        ([1089], Collation("ascii_nopad_bin", .ascii, .bytes, padsSpace: false)),
        ([45], Collation("utf8mb4_general_ci", .utf8mb4, .general)),
        ([33], Collation("utf8mb3_general_ci", .utf8mb3, .general)),
        ([1069], Collation("utf8mb4_general_nopad_ci", .utf8mb4, .general, padsSpace: false)),
        ([1057], Collation("utf8mb3_general_nopad_ci", .utf8mb3, .general, padsSpace: false)),
        ([11], Collation("ascii_general_ci", .ascii, .ascii)),
        ([1035], Collation("ascii_general_nopad_ci", .ascii, .ascii, padsSpace: false)),
        ([8], Collation("latin1_swedish_ci", .latin1, .swedish)),
        ([1032], Collation("latin1_swedish_nopad_ci", .latin1, .swedish, padsSpace: false)),
        ([47], Collation("latin1_bin", .latin1, .latin1Bytes)),
        ([1071], Collation("latin1_nopad_bin", .latin1, .latin1Bytes, padsSpace: false)),
        ([224], Collation("utf8mb4_unicode_ci", .utf8mb4, .unicode400)),
        ([192], Collation("utf8mb3_unicode_ci", .utf8mb3, .unicode400)),
        ([1248], Collation("utf8mb4_unicode_nopad_ci", .utf8mb4, .unicode400, padsSpace: false)),
        ([1216], Collation("utf8mb3_unicode_nopad_ci", .utf8mb3, .unicode400, padsSpace: false)),
        ([246], Collation("utf8mb4_unicode_520_ci", .utf8mb4, .unicode520)),
        ([214], Collation("utf8mb3_unicode_520_ci", .utf8mb3, .unicode520)),
        ([1270], Collation("utf8mb4_unicode_520_nopad_ci", .utf8mb4, .unicode520, padsSpace: false)),
        ([1238], Collation("utf8mb3_unicode_520_nopad_ci", .utf8mb3, .unicode520, padsSpace: false)),
        ([255], Collation("utf8mb4_0900_ai_ci", .utf8mb4, .unicode900, padsSpace: false)),
        ([2304], Collation("utf8mb4_uca1400_ai_ci", .utf8mb4, .unicode1400)),
        ([2048], Collation("utf8mb3_uca1400_ai_ci", .utf8mb3, .unicode1400)),
        ([2308], Collation("utf8mb4_uca1400_nopad_ai_ci", .utf8mb4, .unicode1400, padsSpace: false)),
        ([2052], Collation("utf8mb3_uca1400_nopad_ai_ci", .utf8mb3, .unicode1400, padsSpace: false)),
    ]

    init(_ name: String, _ charset: Charset, _ order: Order, padsSpace: Bool = true) {
        self.init(name: name, charset: charset, order: order, padsSpace: padsSpace)
    }
}

extension Collation {
    /// Weight tables are unpacked when a collation is first compared under.
    var form: TextOrder.Form {
        switch order {
        case .bytes: .bytes
        case .general: .simple(Self.generalWeights)
        case .ascii: .simple(Self.asciiWeights)
        case .swedish: .simple(Self.swedishWeights)
        case .latin1Bytes: .simple(Self.latin1Weights)
        case .unicode400: .unicode(Self.unicode400Weights)
        case .unicode520: .unicode(Self.unicode520Weights)
        case .unicode900: .unicode(Self.unicode900Weights)
        case .unicode1400: .unicode(Self.unicode1400Weights)
        }
    }

    private static let generalWeights = SimpleWeights(PackedWeights.general)
    private static let swedishWeights = SimpleWeights(PackedWeights.swedish)
    private static let asciiWeights = SimpleWeights { UInt16($0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0) }
    private static let latin1Weights: SimpleWeights = {
        var bytes: [UInt32: UInt16] = [:]
        for byte in UInt8.min...UInt8.max {
            let scalar = TextDecoder(charset: .latin1)?.string([byte])?.unicodeScalars.first
            if let scalar { bytes[scalar.value] = UInt16(byte) }
        }
        return SimpleWeights { bytes[UInt32($0)] ?? 0 }
    }()
    private static let unicode400Weights = UnicodeWeights(PackedWeights.unicode400, lastPoint: 0xFFFF, beyond: 0xFFFD)
    private static let unicode520Weights = UnicodeWeights(PackedWeights.unicode520)
    private static let unicode900Weights = UnicodeWeights(PackedWeights.unicode900)
    private static let unicode1400Weights = UnicodeWeights(PackedWeights.unicode1400)
}
