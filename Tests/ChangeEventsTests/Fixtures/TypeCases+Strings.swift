import Binlog

extension TypeCase {
    private static var controls: [UInt8] { (0..<0x20).map { $0 } + [0x22, 0x5C, 0x2F, 0x7F] }

    static var strings: [TypeCase] {
        [
            TypeCase("char", .string, metadata: 40, collation: 45, [.text("Zhejiang"), .text(""), .null]),
            TypeCase(
                "varchar", .varchar, metadata: 1020, collation: 255,
                [.text("say \"hi\"\n"), .text("\u{E9}\u{4E2D}\u{1F600}"), .bytes(controls)]),
            TypeCase("varchar_latin1", .varchar, metadata: 20, collation: 8, [.bytes([0x80, 0xE9, 0x61, 0xFF])]),
            TypeCase(
                "varchar_gbk", .varchar, metadata: 40, collation: 28, declared: "varchar(20)",
                [.bytes([0xD6, 0xD0, 0xCE, 0xC4, 0x41])]),
            TypeCase("varchar_ucs2", .varchar, metadata: 40, collation: 35, [.bytes([0x4E, 0x2D, 0, 0x41])]),
            TypeCase("tinytext", .blob, metadata: 1, collation: 255, [.text("t")]),
            TypeCase("text", .blob, metadata: 2, collation: 255, [.text("text"), .null]),
            TypeCase("mediumtext", .blob, metadata: 3, collation: 255, [.text("m")]),
            TypeCase("longtext", .blob, metadata: 4, collation: 255, [.text("{\"a\": 1}")]),
            TypeCase(
                "text_compressed", .blobCompressed, metadata: 2, collation: 255,
                declared: "text /*M!100301 COMPRESSED*/", [.text("unpacked")]),
            TypeCase("binary", .string, metadata: 10, collation: 63, [.bytes([0, 1, 2, 3]), .bytes([]), .null]),
            TypeCase(
                "varbinary", .varchar, metadata: 16, collation: 63, [.bytes([0xFF, 0x00, 0x7F, 0x80, 0x22, 0x1B])]),
            TypeCase("blob", .blob, metadata: 2, collation: 63, [.bytes([0, 1, 2, 3]), .null]),
            TypeCase("tinyblob", .blob, metadata: 1, [.bytes([0xC3, 0xA9])]),
            TypeCase(
                "enum", .enumeration, metadata: 1, collation: 45, members: ["NEW", "it's", "\u{4E2D}"],
                [.fixed(.enumeration(1)), .fixed(.enumeration(3)), .fixed(.enumeration(0)), .null]),
            TypeCase(
                "set", .set, metadata: 1, collation: 45, members: ["a", "b\"", "c"],
                [.fixed(.set(0)), .fixed(.set(5)), .fixed(.set(7)), .null]),
            TypeCase(
                "set_64", .set, metadata: 8, collation: 45, members: (0..<64).map { "m\($0)" },
                declared: "set(…)", [.fixed(.set(1 << 63 | 1))]),
        ]
    }
}
