import Binlog
import Glibc
import Testing

@testable import Schema

/// Definitions of the tables in the binlogs that real servers wrote (Tests/BinlogTests/Fixtures).
struct FixtureDefinitionsTests {
    private func read(_ name: String) -> [UInt8] {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        guard let file = fopen("/\(tests)/BinlogTests/Fixtures/\(name).binlog", "rb") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 200_000)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    @Test(
        arguments: [("mariadb-10.11", .mariadb), ("mysql-9.7", .mysql)] as [(String, FormatDescriptionEvent.Flavour)]
    )
    func everyTableOfARealServerHasADefinition(_ name: String, _ flavour: FormatDescriptionEvent.Flavour) throws {
        let file = read(name)
        var tables: [String: TableDefinition] = [:]
        try file.withUnsafeBytes { bytes in
            var at = 4
            while at < bytes.count {
                let header = try EventHeader(UnsafeRawBufferPointer(rebasing: bytes[at...]))
                let event = UnsafeRawBufferPointer(rebasing: bytes[at..<(at + Int(header.eventLength))])
                if header.type == .tableMap {
                    let map = try TableMapEvent(EventFrame(event, checksum: .crc32), flavour: flavour)
                    tables[map.table] = try TableDefinition(tableMap: map)
                }
                at += event.count
            }
        }
        #expect(tables["t"]?.columns.map(\.name) == ["a", "b", "c"])
        #expect(tables["t"]?.columns[2].members == ["x", "ü"])
        #expect(tables["t"]?.primaryKey == [1, 0])
        let every = try #require(tables["every_type"])
        #expect(every.columns.first { $0.name == "e" }?.members == ["small", "größe", "日本"])
        #expect(every.columns.first { $0.name == "g" }?.collation == nil)
        #expect(every.columns.first { $0.name == "cl" }?.collation == 8)
    }
}
