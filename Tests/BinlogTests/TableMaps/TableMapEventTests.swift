import Testing

@testable import Binlog

struct TableMapEventTests {
    @Test(arguments: Fixture.both)
    func theColumnsOfEveryTypeAreThoseOfTheStatement(_ fixture: Fixture) throws {
        var found: TableMapEvent?
        try forEachEvent(of: fixture.binlog) {
            guard $0.header.type == .tableMap, found == nil else { return }
            found = try TableMapEvent($0, flavour: fixture.flavour)
        }
        let map = try #require(found)
        func column(_ name: String) throws -> TableMapColumn { try #require(map.columns.first { $0.name == name }) }
        #expect(map.database == "fixture" && map.table == "every_type" && map.columns.count == 57)
        #expect(map.primaryKey == [0] && map.columns[0].isNullable == false && map.columns[1].isNullable)
        let unsigned = map.columns.filter { $0.isUnsigned && $0.type != .year }.compactMap(\.name)
        #expect(unsigned == ["id", "tu", "su", "mu", "iu", "bu", "d4"])
        #expect(try column("d3").metadata == 65 << 8 | 30 && column("b13").metadata == 13)
        #expect(try column("t3").metadata == 3 && column("ts6").metadata == 6 && column("dt0").metadata == 0)
        // A CHAR(255) of four-byte characters: the length does not fit into one byte.
        #expect(try column("c255").type == .string && column("c255").metadata == 1020)
        #expect(try column("v300").metadata == 1200 && column("lt").metadata == 4 && column("tb").metadata == 1)
        #expect(try column("c10").collation == 224 && column("cl").collation == 8 && column("b8").collation == 63)
        #expect(try column("va").collation == 11 && column("tx").collation == 224 && column("bl").collation == 63)
        #expect(try column("e").type == .enumeration && column("e").collation == 224)
        #expect(try column("e").members == ["small", "größe", "日本"].map { Array($0.utf8) })
        #expect(try column("e2").metadata == 2 && column("e2").members.count == 300)
        #expect(try column("s").type == .set && column("s").members.count == 9 && column("s64").members.count == 64)
        #expect(try column("g").type == .geometry && column("g").geometryType == 0)
        #expect(try column("j").type == (fixture.flavour == .mysql ? .json : .longBlob) || column("j").type == .blob)
        #expect(try column("id").collation == nil && column("f").collation == nil)
    }

    @Test(arguments: Fixture.both)
    func aKeyWithAPrefixAndLatin1MembersAreRead(_ fixture: Fixture) throws {
        var found: TableMapEvent?
        try forEachEvent(of: fixture.binlog) {
            guard $0.header.type == .tableMap else { return }
            let map = try TableMapEvent($0, flavour: fixture.flavour)
            if map.table == "t" { found = map }
        }
        let map = try #require(found)
        #expect(map.primaryKey == [1, 0] && map.primaryKeyPrefixes == [0, 5])
        #expect(map.columns[2].members == [[0x78], [0xFC]] && map.columns[2].collation == 8)
    }

    @Test(arguments: Fixture.both)
    func theSameDefinitionIsRecognisedByItsBytes(_ fixture: Fixture) throws {
        var fingerprints: [String: TableMapFingerprint] = [:]
        var repeated = 0
        try forEachEvent(of: fixture.binlog) {
            guard $0.header.type == .tableMap else { return }
            let header = try TableMapHeader($0)
            if let known = fingerprints[header.name.table] {
                #expect(known.matches(header))
                repeated += 1
            }
            for (table, other) in fingerprints where table != header.name.table { #expect(!other.matches(header)) }
            fingerprints[header.name.table] = TableMapFingerprint(header)
        }
        #expect(repeated > 10 && fingerprints.count >= 3)
    }

    @Test
    func aChangeOfAnyByteButTheTableIdIsANewDefinition() throws {
        let body: [UInt8] = [9, 0, 0, 0, 0, 0, 1, 0, 1, 0x64, 0, 1, 0x74, 0, 2, 3, 3, 0, 3, 4, 4, 1, 0x61, 1, 0x62]
        let known = try EventBytes.withFrame(.tableMap, body) { TableMapFingerprint(try TableMapHeader($0)) }
        for index in body.indices {
            var other = body
            other[index] ^= 0x40
            try EventBytes.withFrame(.tableMap, other) { frame in
                guard let header = try? TableMapHeader(frame) else { return }
                #expect(known.matches(header) == (index < 6))
            }
        }
        try EventBytes.withFrame(.tableMap, body + [12]) {
            let longer = try TableMapHeader($0)
            #expect(!known.matches(longer))
        }
    }

    @Test
    func aMetadataListLongerThanItsColumnsIsRefused() throws {
        // One INT column, but two bytes of signedness; two collations without a text column.
        for field in [[1, 2, 0, 0], [3, 2, 45, 45], [7, 1, 1], [8, 1, 5]] as [[UInt8]] {
            let body: [UInt8] = [9, 0, 0, 0, 0, 0, 1, 0, 1, 0x64, 0, 1, 0x74, 0, 1, 3, 0, 1] + field
            try EventBytes.withFrame(.tableMap, body) { frame in
                #expect(throws: BinlogError.self) { _ = try TableMapEvent(frame, flavour: .mysql) }
            }
        }
    }
}
