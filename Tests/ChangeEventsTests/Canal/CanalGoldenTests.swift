import Binlog
import Bytes
import ChangeEvents
import Testing

/// Every type case inserted, updated and deleted as Canal writes it: a message for each row, and one with all rows.
@Suite struct CanalGoldenTests {
    @Test func everyTypeIsAsInTheGoldenFile() throws {
        try GoldenFile(name: "canal.jsonl").expect(try TypeCase.all.flatMap { try lines($0) })
    }

    private func lines(_ typeCase: TypeCase) throws -> [String] {
        let encoder = try CanalEncoder(table: typeCase.table, keyColumns: [0], partitionCount: 1)
        var lines: [String] = []
        func begin(_ operation: Operation) throws { try withContext { try encoder.begin($0, operation: operation) } }
        func add(_ before: StoredValue?, _ after: StoredValue?, id: Int64) throws {
            try withImages(before, after, id: id) { try encoder.append(before: $0, after: $1) }
        }
        func end() {
            var writer = ByteWriter()
            while encoder.nextMessage(into: &writer) != nil {
                lines.append(writer.text)
                writer.removeAll()
            }
        }
        for (index, value) in typeCase.values.enumerated() {
            try begin(.create)
            try add(nil, value, id: Int64(index))
            end()
        }
        guard let first = typeCase.values.first, let last = typeCase.values.last else { return lines }
        if typeCase.values.count > 1 {
            try begin(.create)
            for (index, value) in typeCase.values.enumerated() { try add(nil, value, id: Int64(index)) }
            end()
        }
        try begin(.update)
        try add(first, last, id: 0)
        end()
        try begin(.delete)
        try add(last, nil, id: 0)
        end()
        return lines
    }
}
