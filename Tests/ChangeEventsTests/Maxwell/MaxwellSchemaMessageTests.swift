import Bytes
import ChangeEvents
import Schema
import Testing

@Suite struct MaxwellSchemaMessageTests {
    private static func table(_ columns: [ColumnDefinition]) -> MaxwellTable {
        MaxwellTable(
            TableDefinition(database: "test", table: "e", columns: columns, primaryKey: [0]), charset: "utf8mb4")
    }

    private static let columns = [
        ColumnDefinition(name: "id", type: .long, isNullable: false),
        ColumnDefinition(name: "m", type: .double, metadata: 8),
        ColumnDefinition(name: "c", type: .timestamp2, metadata: 6),
        ColumnDefinition(name: "comment", type: .varchar, metadata: 255, collation: 8),
    ]

    private static let head = "{\"database\":\"test\",\"charset\":\"utf8mb4\",\"table\":\"e\",\"columns\":["
    private static let texts = [
        "{\"type\":\"int\",\"name\":\"id\",\"signed\":true}", "{\"type\":\"double\",\"name\":\"m\"}",
        "{\"type\":\"timestamp\",\"name\":\"c\",\"column-length\":6}",
        "{\"type\":\"varchar\",\"name\":\"comment\",\"charset\":\"latin1\"}",
    ]

    private func message(
        _ change: MaxwellSchemaChange, sql: String, options: MaxwellOptions = MaxwellOptions()
    ) throws -> String {
        var writer = ByteWriter()
        try withContext { context in
            try Array(sql.utf8).withUnsafeBytes {
                try MaxwellSchemaMessage.append(change, sql: $0, context: context, options: options, into: &writer)
            }
        }
        return writer.text
    }

    /// The example of Maxwell's documentation.
    @Test func alterTableTellsBothTables() throws {
        var options = MaxwellOptions()
        options.binlogPosition = true
        options.gtidPosition = true
        var columns = Self.columns
        columns.insert(ColumnDefinition(name: "torvalds", type: .longlong, isUnsigned: true), at: 2)
        let change = MaxwellSchemaChange.alterTable(old: Self.table(Self.columns), new: Self.table(columns))
        var texts = Self.texts
        texts.insert("{\"type\":\"bigint\",\"name\":\"torvalds\",\"signed\":false}", at: 2)
        let sql = "alter table test.e add column torvalds bigint unsigned after m"
        let text = try message(change, sql: sql, options: options)
        #expect(
            text == "{\"type\":\"table-alter\",\"database\":\"test\",\"table\":\"e\",\"old\":"
                + Self.head + Self.texts.joined(separator: ",") + "],\"primary-key\":[\"id\"]},\"def\":"
                + Self.head + texts.joined(separator: ",") + "],\"primary-key\":[\"id\"]},"
                + "\"ts\":1529501823123,\"sql\":\"\(sql)\",\"position\":\"binlog.000007:4711\",\"gtid\":\"0-1-42\"}")
    }

    @Test func theOthersTellWhatTheyHave() throws {
        let tail = ",\"ts\":1529501823123,\"sql\":\"x\"}"
        let create = try message(.createTable(Self.table([Self.columns[0]])), sql: "x")
        #expect(
            create == "{\"type\":\"table-create\",\"database\":\"test\",\"table\":\"e\",\"def\":" + Self.head
                + Self.texts[0] + "],\"primary-key\":[\"id\"]}" + tail)
        let drop = try message(.dropTable(database: "test", table: "e"), sql: "x")
        #expect(drop == "{\"type\":\"table-drop\",\"database\":\"test\",\"table\":\"e\"" + tail)
        let database = try message(.createDatabase("d", charset: "utf8mb4"), sql: "x")
        #expect(database == "{\"type\":\"database-create\",\"database\":\"d\",\"charset\":\"utf8mb4\"" + tail)
        let altered = try message(.alterDatabase("d", charset: nil), sql: "x")
        #expect(altered == "{\"type\":\"database-alter\",\"database\":\"d\",\"charset\":null" + tail)
        let dropped = try message(.dropDatabase("d"), sql: "x")
        #expect(dropped == "{\"type\":\"database-drop\",\"database\":\"d\"" + tail)
    }

    @Test func everyColumnTypeHasItsName() throws {
        let columns = TypeCase.all.map(\.column)
        let text = try message(.createTable(Self.table(columns)), sql: "x")
        for name in [
            "tinyint", "smallint", "mediumint", "int", "bigint", "year", "bit", "decimal", "float", "double", "date",
            "time", "datetime", "timestamp", "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "binary",
            "varbinary", "blob", "tinyblob", "enum", "set", "json", "geometry", "vector", "uuid", "inet4", "inet6",
        ] {
            #expect(text.contains("{\"type\":\"\(name)\",\"name\":\"c\""), "\(name)")
        }
        #expect(text.contains("\"enum-values\":[\"a\",\"b\\\"\",\"c\"]"))
    }

    @Test func keysAreUUIDs() throws {
        var keys: Set<String> = []
        for index in 0..<3 {
            var writer = ByteWriter()
            withContext { MaxwellSchemaMessage.appendKey($0, index: index, into: &writer) }
            keys.insert(writer.text)
        }
        #expect(keys.count == 3)
        #expect(keys.allSatisfy { $0.count == 36 && !$0.contains("\"") })
    }

    @Test func aStatementThatIsNotUTF8IsAnError() throws {
        let bytes: [UInt8] = [0xFF]
        var writer = ByteWriter()
        withContext { context in
            let error = bytes.withUnsafeBytes { sql in
                #expect(throws: ChangeEventError.self) {
                    try MaxwellSchemaMessage.append(.dropDatabase("d"), sql: sql, context: context, into: &writer)
                }
            }
            #expect(error?.code == .invalidText)
        }
    }
}
