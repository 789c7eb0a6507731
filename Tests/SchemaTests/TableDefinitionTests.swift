import Binlog
import Bytes
import Testing

@testable import Schema

struct TableDefinitionTests {
    private static func bytes(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    /// shop.orders (id INT UNSIGNED PRIMARY KEY, name VARCHAR(50), kind ENUM('a','é')) with the given optional fields.
    private static func tableMap(_ fields: [UInt8]) throws -> TableMapEvent {
        var body: [UInt8] = [1, 0, 0, 0, 0, 0, 1, 0]
        body += bytes("shop") + [0] + bytes("orders") + [0]
        body += [3, 3, 15, 254, 4, 200, 0, 247, 1, 0b110]
        body += fields
        let header = EventHeader(
            timestamp: 0,
            type: .tableMap,
            serverId: 1,
            eventLength: UInt32(body.count + 19),
            nextPosition: 500,
            flags: 0
        )
        return try body.withUnsafeBytes {
            try TableMapEvent(EventFrame(header: header, body: $0), flavour: .mysql)
        }
    }

    private static let signedness: [UInt8] = [1, 1, 0x80]
    private static let names: [UInt8] = {
        let names = bytes("id") + bytes("name") + bytes("kind")
        return [4, UInt8(names.count)] + names
    }()
    private static let key: [UInt8] = [8, 1, 0]

    private static func full(text: UInt8, enumeration: UInt8, members: [UInt8]) -> [UInt8] {
        signedness + [2, 1, text] + names + key + [10, 1, enumeration] + [6, UInt8(members.count)] + members
    }

    @Test
    func aFullTableMapGivesTheWholeDefinition() throws {
        let map = try Self.tableMap(
            Self.full(text: 45, enumeration: 45, members: [2] + Self.bytes("a") + Self.bytes("é"))
        )
        #expect(
            try TableDefinition(tableMap: map)
                == TableDefinition(
                    database: "shop",
                    table: "orders",
                    columns: [
                        ColumnDefinition(name: "id", type: .long, isUnsigned: true, isNullable: false),
                        ColumnDefinition(name: "name", type: .varchar, metadata: 200, collation: 45),
                        ColumnDefinition(
                            name: "kind",
                            type: .enumeration,
                            metadata: 1,
                            collation: 45,
                            members: ["a", "é"]
                        ),
                    ],
                    primaryKey: [0]
                )
        )
    }

    @Test
    func membersInLatin1BecomeUTF8() throws {
        let map = try Self.tableMap(Self.full(text: 8, enumeration: 8, members: [2, 1, 0x80, 1, 0xE9]))
        #expect(try TableDefinition(tableMap: map).columns[2].members == ["€", "é"])
    }

    @Test
    func membersInMultiByteCharsetsBecomeUTF8() throws {
        let map = try Self.tableMap(Self.full(text: 28, enumeration: 28, members: [2, 2, 0xD2, 0xD1, 2, 0x81, 0x5C]))
        #expect(try TableDefinition(tableMap: map).columns[2].members == ["已", "乗"])
        let wide: [UInt8] = [2, 2, 0x4E, 0x2D, 4, 0xD8, 0x3D, 0xDC, 0x4D]
        let other = try Self.tableMap(Self.full(text: 54, enumeration: 54, members: wide))
        #expect(try TableDefinition(tableMap: other).columns[2].members == ["中", "👍"])
    }

    @Test
    func minimalMetadataIsRefusedWithTheRemedy() throws {
        let map = try Self.tableMap(Self.signedness + [2, 1, 45])
        let error = #expect(throws: SchemaError.self) { try TableDefinition(tableMap: map) }
        #expect(error == .rowMetadataMissing(.init(database: "shop", table: "orders")))
        #expect(error?.description.contains("shop.orders") == true)
        #expect(error?.remedy.contains("SET GLOBAL binlog_row_metadata=FULL") == true)
    }

    @Test
    func anUnknownCollationIsRefusedByNumber() throws {
        let map = try Self.tableMap(Self.full(text: 17, enumeration: 45, members: [1, 1, 0x61]))
        #expect(
            throws: SchemaError.unknownCollation(
                .init(database: "shop", table: "orders"),
                column: "name",
                collation: 17
            )
        ) { try TableDefinition(tableMap: map) }
    }

    @Test
    func aMemberThatIsNoTextIsRefused() throws {
        let map = try Self.tableMap(Self.full(text: 45, enumeration: 45, members: [2, 1, 0x61, 1, 0xFF]))
        #expect(
            throws: SchemaError.malformedMember(.init(database: "shop", table: "orders"), column: "kind", member: 2)
        ) { try TableDefinition(tableMap: map) }
    }
}
