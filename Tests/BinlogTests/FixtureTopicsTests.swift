import Testing

@testable import Binlog

/// Topics of real files (Fixtures/make-encoding-fixtures.sh): the changes, folded into tables, are what SELECT printed.
struct FixtureTopicsTests {
    static let tables: [(Fixture, topic: String, tables: [String])] = [
        (.mysql, "values", ["bits", "temporals"]), (.newerMariaDB, "values", ["bits", "temporals"]),
        (.mariadb, "values", ["bits", "temporals"]), (.mariadb, "charsets", ["charsets"]),
        (.mysql, "charsets", ["charsets"]), (.newerMariaDB, "charsets", ["charsets"]),
        (.mysql, "wide", ["wide", "members"]), (.newerMariaDB, "wide", ["wide", "members"]),
        (.mysql, "payload", ["named", "few"]), (.mysql, "vectors", ["vectors"]),
        (.newerMariaDB, "compressed-columns", ["squeezed"]), (.newerMariaDB, "kinds", ["altered"]),
        (.newerMariaDB, "vectors", ["vectors"]),
    ]

    private func trace(_ fixture: Fixture, _ topic: String) throws -> RowTrace {
        var trace = RowTrace(flavour: fixture.flavour)
        try forEachEvent(of: fixture.binlog(of: topic)) { try trace.take($0) }
        return trace
    }

    @Test(arguments: tables)
    func theTablesAreWhatTheServerPrints(_ fixture: Fixture, _ topic: String, _ tables: [String]) throws {
        let folded = FoldedTables(try trace(fixture, topic).changes)
        let golden = try fixture.golden(of: topic)
        for table in tables {
            let (found, expected) = (folded.rows(table), try #require(golden[table]))
            #expect(!expected.isEmpty && found.count == expected.count, "rows of \(table)")
            for (row, other) in zip(found, expected) {
                #expect(row.count == other.count)
                for (index, (value, printed)) in zip(row, other).enumerated() {
                    #expect(value == printed, "\(fixture) \(table), row \(row[0]), column \(index)")
                }
            }
        }
    }

    @Test
    func aTableOf4096ColumnsAndAnEnumOf65535MembersAreRead() throws {
        let trace = try trace(.mysql, "wide")
        #expect(trace.changes.first { $0.table == "wide" }?.after.count == 4096)
        let members = trace.changes.filter { $0.table == "members" }.flatMap { $0.after }
        #expect(members.contains("65535"))
        var names: [[UInt8]] = []
        var inPayload = RowTrace(flavour: .mysql)
        try forEachEvent(of: Fixture.mysql.binlog(of: "payload")) { frame in
            guard frame.header.type == .transactionPayload else { return }
            var reader = PayloadReader(eventBytesMax: 1 << 20)
            try reader.begin(frame)
            while let inner = try reader.next() {
                try inPayload.take(inner)
                guard inner.header.type == .tableMap else { continue }
                let map = try TableMapEvent(inner, flavour: .mysql)
                if map.table == "named" { names = map.columns[1].members }
            }
        }
        #expect(names.count == 65_535 && names.last == Array("1eke".utf8))
        #expect(inPayload.changes.contains { $0.table == "named" && $0.after == ["1", "65535"] })
    }

    @Test(arguments: [Fixture.mysql, .mariadb, .newerMariaDB])
    func membersAndCollationsAreThoseOfTheServer(_ fixture: Fixture) throws {
        var found: TableMapEvent?
        try forEachEvent(of: fixture.binlog(of: "charsets")) {
            if $0.header.type == .tableMap { found = try TableMapEvent($0, flavour: fixture.flavour) }
        }
        let map = try #require(found)
        let golden = try fixture.golden(of: "charsets")
        var compared = 0
        for column in map.columns where !column.members.isEmpty {
            guard let name = column.name, let lines = golden["members \(name)"] else { continue }
            let expected = lines.map { $0[0] }
            let members = column.members.map { $0.map { hex($0) }.joined() }
            #expect(members == expected, "\(name)")
            compared += 1
        }
        #expect(compared >= 34)
        var collations: [String: UInt32] = [:]
        for line in try #require(golden["collations"]) { collations[line[0]] = UInt32(line[1]) }
        for column in map.columns {
            guard let name = column.name, let collation = collations[name] else { continue }
            #expect(column.collation == collation, "\(name)")
        }
        #expect(collations.count > 40 && map.columns.last?.isUnsigned == true)
        let kinds = ["p": 1, "l": 2, "q": 3, "mp": 4, "ml": 5, "mq": 6, "gc": 7, "g": 0]
        for (name, kind) in kinds {
            #expect(map.columns.first { $0.name == name }?.geometryType == UInt32(kind), "\(name)")
        }
    }

    private func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }

    @Test
    func visibilityAndVectorDimensionsAreRead() throws {
        var found: TableMapEvent?
        try forEachEvent(of: Fixture.mysql.binlog(of: "vectors")) {
            if $0.header.type == .tableMap { found = try TableMapEvent($0, flavour: .mysql) }
        }
        let map = try #require(found)
        #expect(map.columns.map(\.vectorDimensions) == [nil, 3, 2048, nil, nil, nil])
        #expect(map.columns.map(\.isVisible) == [true, true, true, false, true, true])
    }

    @Test
    func aTwoPhaseAlterIsToldByItsGTIDs() throws {
        var events: [MariaDBGTIDEvent] = []
        try forEachEvent(of: Fixture.newerMariaDB.binlog(of: "kinds")) {
            if $0.header.type == .mariaDBGTID { events.append(try MariaDBGTIDEvent($0)) }
        }
        let start = try #require(events.first { $0.furtherFlags.contains(.startAlter) })
        let commit = try #require(events.first { $0.furtherFlags.contains(.commitAlter) })
        #expect(commit.startAlterSequence == start.gtid.sequence && start.startAlterSequence == nil)
        #expect(events.allSatisfy { $0.threadId == start.threadId } && start.threadId != nil)
    }

    @Test
    func positionsInsideOfATransactionOfMariaDB114AreCounted() throws {
        let file = try Fixture.newerMariaDB.binlog(of: "kinds")
        var position = BinlogPosition(file: "f", position: 4)
        var zeros = 0
        try forEachEvent(of: file) {
            try position.advance(over: $0.header)
            if $0.header.nextPosition == 0 { zeros += 1 }
        }
        #expect(position.position == UInt64(file.count) && zeros > 5)
    }
}
