import Binlog

extension TypeCase {
    /// {"a": 1, "bc": [true, "x\u{1F}é", {"d": null}]} in MySQL's binary form.
    private static var document: [UInt8] {
        let array: [UInt8] =
            [3, 0, 32, 0] + [4, 1, 0, 12, 13, 0, 0, 18, 0] + [4, 0x78, 0x1F, 0xC3, 0xA9]
            + [1, 0, 12, 0, 11, 0, 1, 0, 4, 0, 0, 0x64] + [0, 0]
        return [0] + [2, 0, 53, 0] + [18, 0, 1, 0, 19, 0, 2, 0] + [5, 1, 0, 2, 21, 0] + [0x61, 0x62, 0x63] + array
    }

    private static func double(_ number: Double) -> [UInt8] {
        [11] + withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
    }

    private static func points(_ points: [(Double, Double)]) -> [UInt8] {
        points.reduce(into: []) { bytes, next in bytes += point(next.0, next.1) }
    }

    private static func point(_ x: Double, _ y: Double) -> [UInt8] {
        [x, y].flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
    }

    private static func geometry(_ kind: UInt8, count: UInt8? = nil, _ body: [UInt8]) -> [UInt8] {
        [1, kind, 0, 0, 0] + (count.map { [$0, 0, 0, 0] } ?? []) + body
    }

    static var structured: [TypeCase] {
        let ring = [5, 0, 0, 0] + points([(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)])
        let hole = [4, 0, 0, 0] + points([(1, 1), (2, 1), (2, 2), (1, 1)])
        let line = geometry(2, count: 4, points([(0, 1), (1, 2), (2, 3), (3, 4)]))
        let polygon = geometry(3, count: 2, ring + hole)
        let one = geometry(1, point(1, 1))
        let stored: ([UInt8]) -> StoredValue = { .geometry([0xE6, 0x10, 0, 0] + $0) }
        return [
            TypeCase("json_object", .json, metadata: 4, [.json(document), .json([0, 0, 0, 4, 0]), .json([]), .null]),
            TypeCase(
                "json_numbers", .json, metadata: 4,
                [
                    .json([5, 0xFE, 0xFF]), .json(double(1.5)), .json(double(1e10)),
                    .json([15, 246, 4, 4, 2, 0x8C, 0x22]),
                ]),
            TypeCase(
                "json_temporals", .json, metadata: 4,
                [
                    .json([15, 10, 8, 0, 0, 0, 0, 0, 0x28, 0xA0, 0x19]),
                    .json([15, 12, 8, 0xC0, 0xD4, 0x01, 0x43, 0xD9, 0x28, 0xA0, 0x19]),
                    .json([15, 11, 8, 0, 0, 0, 0xBD, 0x26, 0xFF, 0xFF, 0xFF]),
                ]),
            TypeCase("json_opaque", .json, metadata: 4, [.json([15, 252, 2, 0xFF, 0x00])]),
            TypeCase("point", .geometry, metadata: 4, [stored(geometry(1, point(3, 2))), .null]),
            TypeCase(
                "point_fractions", .geometry, metadata: 4,
                [stored(geometry(1, point(-71.064544, 0.1))), stored(geometry(1, point(1e21, -1e-17)))]),
            TypeCase("linestring", .geometry, metadata: 4, [stored(line)]),
            TypeCase("polygon", .geometry, metadata: 4, [stored(polygon)]),
            TypeCase(
                "multipoint", .geometry, metadata: 4, [stored(geometry(4, count: 2, one + geometry(1, point(2, 5))))]),
            TypeCase("multilinestring", .geometry, metadata: 4, [stored(geometry(5, count: 2, line + line))]),
            TypeCase("multipolygon", .geometry, metadata: 4, [stored(geometry(6, count: 1, polygon))]),
            TypeCase(
                "geometrycollection", .geometry, metadata: 4,
                [stored(geometry(7, count: 2, one + line)), stored(geometry(7, count: 0, []))]),
            TypeCase("vector", .vector, metadata: 4, [.bytes([0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0]), .bytes([])]),
            TypeCase(
                "vector_mariadb", .varchar, metadata: 8, collation: 63, meaning: .vector, declared: "vector(2)",
                [.bytes([0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0])]),
            TypeCase(
                "uuid", .string, metadata: 16, collation: 63, meaning: .uuid,
                [.bytes([0x12, 0x3E, 0x45, 0x67, 0xE8, 0x9B, 0x12, 0xD3, 0xA4, 0x56, 0x42, 0x66, 0x55, 0x44]), .null]),
            TypeCase("inet4", .string, metadata: 4, collation: 63, meaning: .inet4, [.bytes([192, 0, 2, 1])]),
            TypeCase(
                "inet6", .string, metadata: 16, collation: 63, meaning: .inet6,
                [
                    .bytes([0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0x42, 0x83, 0x29]), .bytes([]),
                    .bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1]),
                ]),
        ]
    }
}
