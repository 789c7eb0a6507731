import Testing

@testable import Binlog

struct RowDecoderTests {
    /// d.t with columns of these types and metadata, all nullable, without optional metadata.
    private func plan(_ types: [UInt8], _ metadata: [UInt8]) throws -> RowPlan {
        var body: [UInt8] = [9, 0, 0, 0, 0, 0, 1, 0, 1, 0x64, 0, 1, 0x74, 0, UInt8(types.count)] + types
        body += [UInt8(metadata.count)] + metadata + [UInt8](repeating: 0xFF, count: (types.count + 7) / 8)
        return try EventBytes.withFrame(.tableMap, body) { try RowPlan(TableMapEvent($0, flavour: .mysql)) }
    }

    private func rows(_ type: EventType, columns: UInt8, bitmaps: [UInt8], _ rows: [UInt8]) -> [UInt8] {
        let extra: [UInt8] = type.rawValue >= 30 ? [5, 0, 1, 2, 3] : []
        return [9, 0, 0, 0, 0, 0, 1, 0] + extra + [columns] + bitmaps + rows
    }

    private func decode(
        _ plan: RowPlan,
        _ type: EventType,
        _ body: [UInt8],
        _ check: (UnsafePointer<ColumnValue>) -> Void = { _ in }
    ) throws -> Int {
        let values = UnsafeMutablePointer<ColumnValue>.allocate(capacity: 2 * plan.columnCount)
        defer { values.deallocate() }
        return try EventBytes.withFrame(type, body, end: 321) { frame in
            let event = try RowsEvent(frame)
            #expect(event.tableId == 9 && event.isStatementEnd)
            var decoder = try RowDecoder(event, plan: plan)
            var count = 0
            while try decoder.next(before: values, after: values + plan.columnCount) {
                count += 1
                check(values)
            }
            return count
        }
    }

    @Test
    func versionsOneAndTwoHoldTheSameRows() throws {
        let plan = try plan([3, 1], [])
        let body: [UInt8] = [0b00, 1, 0, 0, 0, 0xFF, 0b10, 2, 0, 0, 0]
        for type in [EventType.writeRowsV1, .writeRowsV2] {
            var seen: [String] = []
            let count = try decode(plan, type, rows(type, columns: 2, bitmaps: [0b11], body)) {
                seen.append("\($0[2]) \($0[3])")
            }
            #expect(count == 2 && seen == ["signed(1) signed(-1)", "signed(2) null"])
        }
    }

    @Test
    func theNullBitsOfAPartialImageCountOnlyItsColumns() throws {
        let plan = try plan([UInt8](repeating: 1, count: 10), [])
        // Columns 1, 8 and 9 before; 9 after; of the three the second is NULL.
        let body: [UInt8] = [0b010, 5, 7, 0b0, 8]
        let count = try decode(
            plan,
            .updateRowsV2,
            rows(.updateRowsV2, columns: 10, bitmaps: [0b10, 0b11, 0, 0b10], body)
        ) { values in
            #expect((0..<10).map { "\(values[$0])" }.filter { $0 == "absent" }.count == 7)
            #expect("\(values[1]) \(values[8]) \(values[9])" == "signed(5) null signed(7)")
            #expect("\(values[18]) \(values[19])" == "absent signed(8)")
        }
        #expect(count == 1)
    }

    @Test
    func aMalformedValueIsNamedByTableAndColumn() throws {
        let plan = try plan([1, 15], [10, 0])
        let error = #expect(throws: BinlogError.self) {
            try decode(plan, .writeRowsV2, rows(.writeRowsV2, columns: 2, bitmaps: [3], [0, 1, 5, 0x61]))
        }
        #expect(
            error
                == .malformedRow(
                    .init(database: "d", table: "t"),
                    column: "#2",
                    .writeRowsV2,
                    endPosition: 321,
                    offset: 3
                )
        )
    }

    @Test
    func anotherNumberOfColumnsOrNoneIsRefused() throws {
        let plan = try plan([1, 1], [])
        #expect(
            throws: BinlogError.columnCountMismatch(
                .init(database: "d", table: "t"),
                .writeRowsV2,
                endPosition: 321,
                expected: 2,
                found: 3
            )
        ) { try decode(plan, .writeRowsV2, rows(.writeRowsV2, columns: 3, bitmaps: [7], [0, 1, 1, 1])) }
        #expect(throws: BinlogError.self) {
            try decode(plan, .writeRowsV2, rows(.writeRowsV2, columns: 2, bitmaps: [0], []))
        }
    }

    @Test(arguments: [6, 0] as [UInt8])
    func typesThatCannotBeDecodedAreNamed(_ type: UInt8) throws {
        let error = #expect(throws: BinlogError.self) { _ = try plan([1, type], []) }
        #expect(error == .unsupportedColumn(.init(database: "d", table: "t"), column: "#2", type: type))
    }

    @Test
    func anUnknownTypeIsNamedEvenThoughItsMetadataIsNot() throws {
        let error = #expect(throws: BinlogError.self) { _ = try plan([1, 99, 1], [7]) }
        #expect(error == .unsupportedColumn(.init(database: "d", table: "t"), column: "#2", type: 99))
    }

    @Test(
        arguments: [
            ([246], [66, 2]), ([246], [5, 6]), ([246], [0, 0]), ([18], [7]), ([16], [1, 8]), ([252], [5]), ([245], [0]),
            ([254], [247, 3]), ([254], [248, 9]), ([247], [247, 0]),
        ] as [([UInt8], [UInt8])]
    )
    func metadataThatATypeCannotHaveIsRefused(_ types: [UInt8], _ metadata: [UInt8]) {
        #expect(throws: BinlogError.self) { _ = try plan(types, metadata) }
    }
}
