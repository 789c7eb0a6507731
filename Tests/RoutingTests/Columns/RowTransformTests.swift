import Binlog
import Routing
import Schema
import Testing

@Suite struct RowTransformTests {
    private let key = Array("0123456789abcdef0123456789abcdef".utf8)

    private func transform(
        exclude: [String] = [], mask: [String] = [], hash: [String] = [], keyColumns: [Int] = [0]
    ) throws -> RowTransform {
        let rules = ColumnRules(exclude: exclude, mask: mask, hash: hash, hashKey: key)
        return try RowTransform(rules, table: MessageTable.definition, keyColumns: keyColumns)
    }

    private func texts(_ transform: RowTransform, _ row: RowValues) throws -> [String] {
        let result = try transform.rewrite(row.values, as: .after)
        return transform.table.columns.indices.map { result[$0].description }
    }

    @Test func excludedColumnsAreGoneAndTheOthersKeepTheirOrder() throws {
        let transform = try transform(exclude: ["topic", "BODY"])
        #expect(transform.table.columns.map(\.name) == ["id", "biz_key", "tag", "status", "phone"])
        #expect(transform.table.primaryKey == [0])
        #expect(try texts(transform, MessageTable.row(key: [0x4B])) == ["7", "K", "vip", "COMMITTED", "13800138000"])
    }

    @Test func maskedAndHashedColumnsAreNullableTexts() throws {
        let transform = try transform(mask: ["tag"], hash: ["phone"])
        for name in ["tag", "phone"] {
            let column = try #require(transform.table.columns.first { $0.name == name })
            #expect(column.type == .varchar)
            #expect(column.collation == 46)
            #expect(column.isNullable)
        }
        let row = try transform.rewrite(MessageTable.row().values, as: .after)
        #expect(row[4].description == "****")
    }

    /// printf %s 13800138000 | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    @Test func aHashIsWhatOpenSSLGivesForTheServersText() throws {
        let transform = try transform(hash: ["phone", "biz_key"])
        let row = MessageTable.row()
        let result = try transform.rewrite(row.values, as: .after)
        #expect(result[6].description == "2aff2a1ede191cf2fd4af900d10f48d1e55f31e69dae59d7938c1ac349641534")
        // printf 'Kä' (UTF-8, though the column is latin1)
        #expect(result[2].description == "55d01114d6880d3d8d91873a059cdf02e21ff06b3c2d4e44c63aceb07e36f0af")
    }

    @Test func nullStaysNullAndAbsentStaysAbsent() throws {
        let transform = try transform(mask: ["tag"], hash: ["phone"])
        let row = MessageTable.row(tag: nil, phone: nil)
        #expect(try texts(transform, row)[4] == "NULL")
        #expect(try texts(transform, row)[6] == "NULL")
        row[4] = .absent
        row[6] = .absent
        #expect(try texts(transform, row)[4] == "absent")
        #expect(try texts(transform, row)[6] == "absent")
    }

    @Test func bothImagesOfAChangeStayValid() throws {
        let transform = try transform(hash: ["phone"])
        let (old, new) = (MessageTable.row(phone: 1), MessageTable.row(phone: 2))
        let before = try transform.rewrite(old.values, as: .before)
        let text = before[6].description
        let after = try transform.rewrite(new.values, as: .after)
        #expect(before[6].description == text)
        #expect(after[6].description != text)
        #expect(after[6].description.utf8.count == 64)
    }

    @Test(
        arguments: [
            (["nope"], [], [], RoutingError.Code.unknownColumn), (["id"], [], [], .invalidRule),
            ([], ["id"], [], .invalidRule),
            (["tag"], ["tag"], [], .invalidRule), ([], [], ["tag", "tag"], .invalidRule),
            (["id", "topic", "biz_key", "body", "tag", "status", "phone"], [], [], .invalidRule),
        ] as [([String], [String], [String], RoutingError.Code)])
    func contradictionsAreRefused(exclude: [String], mask: [String], hash: [String], code: RoutingError.Code) {
        let error = #expect(throws: RoutingError.self) { try transform(exclude: exclude, mask: mask, hash: hash) }
        #expect(error?.code == code)
    }

    @Test func aHashedKeyColumnIsAllowed() throws {
        let transform = try transform(hash: ["id"])
        #expect(transform.table.primaryKey == [0])
        #expect(try texts(transform, MessageTable.row(id: 7))[0] != (try texts(transform, MessageTable.row(id: 8))[0]))
    }

    @Test func hashingNeedsAKey() {
        let error = #expect(throws: RoutingError.self) {
            try RowTransform(ColumnRules(hash: ["phone"]), table: MessageTable.definition, keyColumns: [])
        }
        #expect(error?.code == .invalidRule)
    }
}
