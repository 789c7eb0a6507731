import Binlog
import Bytes
import ChangeEvents
import Testing

/// Every type case inserted, updated and deleted as Maxwell writes it.
@Suite struct MaxwellGoldenTests {
    @Test func everyTypeIsAsInTheGoldenFile() throws {
        try GoldenFile(name: "maxwell.jsonl").expect(try TypeCase.all.flatMap { try lines($0) })
    }

    private func lines(_ typeCase: TypeCase) throws -> [String] {
        let encoder = try MaxwellEncoder(table: typeCase.table, keyColumns: [0])
        try withContext { context in
            var context = context
            context.xid = 23396
            try encoder.begin(context)
        }
        var lines: [String] = []
        func add(_ operation: Operation, _ before: StoredValue?, _ after: StoredValue?, id: Int64) throws {
            var writer = ByteWriter()
            try withImages(before, after, id: id) { before, after in
                try encoder.appendValue(
                    operation: operation, before: before, after: after, transactionRow: lines.count,
                    isLast: operation == .delete, into: &writer)
            }
            lines.append(writer.text)
        }
        for (index, value) in typeCase.values.enumerated() { try add(.create, nil, value, id: Int64(index)) }
        if let first = typeCase.values.first, let last = typeCase.values.last {
            try add(.update, first, last, id: 0)
            try add(.delete, last, nil, id: 0)
        }
        return lines
    }
}

/// The images of a row of a type case's table.
func withImages(
    _ before: StoredValue?, _ after: StoredValue?, id: Int64,
    _ body: (UnsafePointer<ColumnValue>?, UnsafePointer<ColumnValue>?) throws -> Void
) throws {
    switch (before, after) {
    case (let before?, let after?):
        try withRow([.signed(id), before]) { before in
            try withRow([.signed(id), after]) { after in try body(before, after) }
        }
    case (let before?, nil): try withRow([.signed(id), before]) { try body($0, nil) }
    case (nil, let after?): try withRow([.signed(id), after]) { try body(nil, $0) }
    case (nil, nil): try body(nil, nil)
    }
}
