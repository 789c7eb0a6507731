import Bytes
import Testing

@testable import Binlog

/// Partial updates of a real MySQL: the same statements ran on a table that logs whole documents.
struct PartialUpdateTests {
    private func trace(_ topic: String, rowBytesMax: Int = 16 << 20) throws -> RowTrace {
        var trace = RowTrace(flavour: .mysql, unpacking: RowTrace.Unpacking(rowBytesMax: rowBytesMax))
        trace.showsDocuments = true
        try forEachEvent(of: Fixture.mysql.binlog(of: topic)) { try trace.take($0) }
        return trace
    }

    @Test
    func documentsPutTogetherAreThoseThatTheServerLogsWhole() throws {
        let trace = try trace("partial-json")
        let partly = trace.changes.filter { $0.table == "partly" }
        let wholly = trace.changes.filter { $0.table == "wholly" }
        #expect(partly.count == wholly.count && partly.count > 25)
        for (one, other) in zip(partly, wholly) {
            #expect(one.operation == other.operation && one.after.count == other.after.count)
            #expect(one.before == other.before, "row \(other.before.first ?? "")")
            #expect(one.after == other.after, "row \(other.after.first ?? "")")
        }
        #expect(trace.types.filter { $0 == .partialUpdateRows }.count > 15)
    }

    @Test
    func bothImagesOfARowStayValid() throws {
        // The values are read after both images were: an update that changes both documents of a row.
        let both = try trace("partial-json").changes.filter { $0.operation == .update && $0.before[1] != $0.after[1] }
        #expect(both.contains { $0.before[3] != $0.after[3] && $0.after[3].hasPrefix("{") })
    }

    @Test
    func withoutTheDocumentBeforeTheColumnAndTheRemedyAreNamed() throws {
        let error = #expect(throws: BinlogError.self) {
            var trace = RowTrace(flavour: .mysql)
            try forEachEvent(of: Fixture.mysql.binlog(of: "partial-json-minimal")) { try trace.take($0) }
        }
        guard case .partialJSONWithoutDocument(let table, column: "a", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(table.description == "fixture.partly" && error?.remedy.contains("binlog_row_value_options=''") == true)
    }

    @Test
    func aDocumentOverTheLimitIsNamed() throws {
        let error = #expect(throws: BinlogError.self) { _ = try trace("partial-json", rowBytesMax: 3000) }
        guard case .rowTooLarge(_, column: "b", _, bytesMax: 3000) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
