import Testing

@testable import Binlog

/// MySQL 9.7's TABLE_MAP of: id INT PRIMARY KEY, v VECTOR(2), a VARCHAR(10) CHARACTER SET latin1, v2 VECTOR(3),
/// b VARCHAR(10), c TEXT, g GEOMETRY, d VARCHAR(9), j JSON, the rest in utf8mb4.
struct VectorColumnTests {
    private static let body: [UInt8] = [
        0x59, 0, 0, 0, 0, 0, 1, 0, 1, 0x65, 0, 1, 0x74, 0, 9, 0x03, 0xF2, 0x0F, 0xF2, 0x0F, 0xFC, 0xFF, 0x0F, 0xF5,
        0x0B, 4, 0x0A, 0, 4, 0x28, 0, 2, 4, 0x24, 0, 4, 0xFE, 1, 1, 1, 0,
        3, 0x0C, 0x3F, 8, 0x3F, 0xFC, 0xFF, 0, 0xFC, 0xFF, 0, 0xFC, 0xFF, 0, 7, 1, 0, 0x0D, 2, 2, 3,
        4, 0x14, 2, 0x69, 0x64, 1, 0x76, 1, 0x61, 2, 0x76, 0x32, 1, 0x62, 1, 0x63, 1, 0x67, 1, 0x64, 1, 0x6A,
        8, 1, 0, 0x0C, 2, 0xFF, 0x80,
    ]

    @Test func vectorsCountAmongTheColumnsWithACollation() throws {
        let map = try EventBytes.withFrame(.tableMap, Self.body) { try TableMapEvent($0, flavour: .mysql) }
        #expect(map.columns.map(\.name) == ["id", "v", "a", "v2", "b", "c", "g", "d", "j"])
        #expect(map.columns.map(\.collation) == [nil, 63, 8, 63, 255, 255, nil, 255, nil])
        #expect(map.columns.compactMap(\.vectorDimensions) == [2, 3] && map.primaryKey == [0])
    }
}
