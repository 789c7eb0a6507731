import Binlog
import Expressions
import Routing
import Testing

@Suite struct RowFilterTests {
    let filter: RowFilter

    init() throws {
        filter = try RowFilter(try SQLExpression("status <> 'DRAFT'"), table: MessageTable.definition)
    }

    private func passage(_ before: String??, _ after: String??) throws -> RowFilter.Passage {
        let old = before.map { MessageTable.row(status: $0) }
        let new = after.map { MessageTable.row(status: $0) }
        return try withExtendedLifetime((old, new)) {
            try filter.passage(
                before: old.map { UnsafePointer($0.values) }, after: new.map { UnsafePointer($0.values) })
        }
    }

    @Test func insertsAndDeletesPassByTheirRow() throws {
        #expect(try passage(nil, "NEW") == .inside)
        #expect(try passage(nil, "DRAFT") == .outside)
        #expect(try passage("NEW", nil) == .inside)
        #expect(try passage("DRAFT", nil) == .outside)
    }

    @Test func anUnknownConditionIsOutside() throws {
        #expect(try passage(nil, .some(nil)) == .outside)
        #expect(try passage(.some(nil), nil) == .outside)
    }

    @Test func updatesEnterAndLeave() throws {
        #expect(try passage("NEW", "PAID") == .inside)
        #expect(try passage("DRAFT", "PAID") == .enters)
        #expect(try passage(.some(nil), "PAID") == .enters)
        #expect(try passage("PAID", "DRAFT") == .leaves)
        #expect(try passage("PAID", .some(nil)) == .leaves)
        #expect(try passage("DRAFT", .some(nil)) == .outside)
    }

    @Test func anAbsentColumnStopsByName() throws {
        let row = MessageTable.row()
        row[5] = .absent
        let fault = #expect(throws: RowFault.self) { try filter.passage(before: nil, after: row.values) }
        #expect(fault?.cause == .absentColumn(5))
        #expect(
            fault?.what(in: MessageTable.definition)
                == "where needs column status of notify.message, which the row image does not hold")
        #expect(fault?.remedy.contains("binlog_row_image=FULL") == true)
        #expect(filter.columns == [5])
    }
}
