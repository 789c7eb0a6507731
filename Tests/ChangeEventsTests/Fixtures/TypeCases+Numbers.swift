import Binlog

extension TypeCase {
    static var integers: [TypeCase] {
        [
            TypeCase("tinyint_signed", .tiny, [.signed(-128), .signed(0), .signed(127), .null]),
            TypeCase("tinyint_unsigned", .tiny, isUnsigned: true, isNullable: false, [.unsigned(0), .unsigned(255)]),
            TypeCase("tinyint_1", .tiny, declared: "tinyint(1)", [.signed(0), .signed(1)]),
            TypeCase("smallint_signed", .short, [.signed(-32768), .signed(32767), .null]),
            TypeCase("smallint_unsigned", .short, isUnsigned: true, [.unsigned(32767), .unsigned(65535)]),
            TypeCase("mediumint_signed", .int24, [.signed(-8_388_608), .signed(8_388_607)]),
            TypeCase("mediumint_unsigned", .int24, isUnsigned: true, [.unsigned(8_388_607), .unsigned(16_777_215)]),
            TypeCase("int_signed", .long, [.signed(-2_147_483_648), .signed(2_147_483_647), .null]),
            TypeCase("int_unsigned", .long, isUnsigned: true, [.unsigned(2_147_483_647), .unsigned(4_294_967_295)]),
            TypeCase(
                "int_zerofill", .long, isUnsigned: true, declared: "int(8) unsigned zerofill",
                [.unsigned(7), .unsigned(99_999_999)]),
            TypeCase("bigint_signed", .longlong, [.signed(.min), .signed(9_007_199_254_740_993), .signed(.max)]),
            TypeCase(
                "bigint_unsigned", .longlong, isUnsigned: true,
                [.unsigned(9_223_372_036_854_775_807), .unsigned(9_223_372_036_854_775_808), .unsigned(.max)]),
            TypeCase("year", .year, [.fixed(.year(0)), .fixed(.year(1901)), .fixed(.year(2155)), .null]),
            TypeCase("bit_1", .bit, metadata: 1, [.bit([0]), .bit([1]), .null]),
            TypeCase("bit_5", .bit, metadata: 5, [.bit([0]), .bit([0x11])]),
            TypeCase("bit_12", .bit, metadata: 12, [.bit([0x0F, 0xFF])]),
            TypeCase("bit_32", .bit, metadata: 32, [.bit([0x80, 0, 0, 0])]),
            TypeCase(
                "bit_64", .bit, metadata: 64,
                [.bit([0, 0, 0, 1, 0, 0, 0, 0]), .bit([UInt8](repeating: 0xFF, count: 8))]),
        ]
    }

    static var numbers: [TypeCase] {
        [
            TypeCase(
                "decimal_10_2", .newDecimal, metadata: 10 << 8 | 2,
                [
                    .decimal("123.45", 10, 2), .decimal("-123.45", 10, 2), .decimal("0.00", 10, 2),
                    .decimal("1.50", 10, 2), .decimal("100.00", 10, 2),
                    .decimal("-99999999.99", 10, 2), .null,
                ]),
            TypeCase("decimal_5_0", .newDecimal, metadata: 5 << 8, [.decimal("-1", 5, 0), .decimal("99999", 5, 0)]),
            TypeCase(
                "decimal_unsigned", .newDecimal, metadata: 20 << 8 | 10, isUnsigned: true,
                [
                    .decimal("0.0000000000", 20, 10), .decimal("0.0000001230", 20, 10),
                    .decimal("0.0000010000", 20, 10), .decimal("1234567890.0987654321", 20, 10),
                ]),
            TypeCase(
                "decimal_65_30", .newDecimal, metadata: 65 << 8 | 30,
                [
                    .decimal(String(repeating: "9", count: 35) + "." + String(repeating: "9", count: 30), 65, 30),
                    .decimal("-0.000000000000000000000000000001", 65, 30),
                ]),
            TypeCase(
                "float", .float, metadata: 4,
                [
                    .fixed(.float(0)), .fixed(.float(-0.0)), .fixed(.float(0.1)), .fixed(.float(1e7)),
                    .fixed(.float(3.4028235e38)), .fixed(.float(.leastNonzeroMagnitude)), .fixed(.float(-2.5)), .null,
                ]),
            TypeCase(
                "double", .double, metadata: 8,
                [
                    .fixed(.double(0)), .fixed(.double(4.2341)), .fixed(.double(1e7)), .fixed(.double(1e21)),
                    .fixed(.double(1.797_693_134_862_315_7e308)), .fixed(.double(2.5e-10)),
                    .fixed(.double(.leastNonzeroMagnitude)), .fixed(.double(-100)), .null,
                ]),
        ]
    }
}
