import Bytes

@testable import Binlog

/// The rows of a whole file, each value written as the fixtures' SELECT writes it.
struct RowTrace {
    struct Change: Equatable {
        let table: String
        let operation: RowsEvent.Operation
        let before: [String]
        let after: [String]
    }

    var changes: [Change] = []
    let flavour: FormatDescriptionEvent.Flavour
    /// JSON documents as text; else, as in the golden files, only whether there is one.
    var showsDocuments = false
    /// Every event, those inside of other events too.
    var types: [EventType] = []
    private var maps: [UInt64: (TableMapEvent, RowPlan)] = [:]
    private let unpacking: Unpacking

    /// What unpacks events and values, and its limits.
    final class Unpacking {
        var payload: PayloadReader
        var inflater: EventInflater
        var fragments: RowFragments
        let scratch: RowScratch

        init(eventBytesMax: Int = 16 << 20, rowBytesMax: Int = 16 << 20) {
            payload = PayloadReader(eventBytesMax: eventBytesMax)
            inflater = EventInflater(eventBytesMax: eventBytesMax)
            fragments = RowFragments(eventBytesMax: eventBytesMax)
            scratch = RowScratch(rowBytesMax: rowBytesMax)
        }
    }

    init(flavour: FormatDescriptionEvent.Flavour, unpacking: Unpacking = Unpacking()) {
        self.flavour = flavour
        self.unpacking = unpacking
    }

    mutating func take(_ frame: EventFrame) throws(BinlogError) {
        types.append(frame.header.type)
        if frame.header.type == .transactionPayload {
            try unpacking.payload.begin(frame)
            while let inner = try unpacking.payload.next() { try take(inner) }
        } else if frame.header.type.inflated != nil {
            try take(try unpacking.inflater.inflate(frame))
        } else if frame.header.type == .mariaDBPartialRows {
            if let whole = try unpacking.fragments.append(frame) { try take(whole) }
        } else if frame.header.type == .tableMap {
            let map = try TableMapEvent(frame, flavour: flavour)
            maps[map.tableId] = (map, try RowPlan(map))
        } else if frame.header.type.isRows {
            let event = try RowsEvent(frame)
            guard let (map, plan) = maps[event.tableId] else { return }
            let before = UnsafeMutablePointer<ColumnValue>.allocate(capacity: plan.columnCount)
            let after = UnsafeMutablePointer<ColumnValue>.allocate(capacity: plan.columnCount)
            defer {
                before.deallocate()
                after.deallocate()
            }
            var decoder = try RowDecoder(event, plan: plan, scratch: unpacking.scratch)
            while try decoder.next(before: before, after: after) {
                let old = event.operation == .insert ? [] : try Self.texts(before, map, frame, showsDocuments)
                let new = event.operation == .delete ? [] : try Self.texts(after, map, frame, showsDocuments)
                changes.append(Change(table: map.table, operation: event.operation, before: old, after: new))
            }
        }
    }

    private static func texts(
        _ values: UnsafeMutablePointer<ColumnValue>,
        _ map: TableMapEvent,
        _ frame: EventFrame,
        _ showsDocuments: Bool
    ) throws(BinlogError) -> [String] {
        var texts: [String] = []
        for (index, column) in map.columns.enumerated() {
            do throws(BytesError) {
                if showsDocuments, case .json(let document) = values[index] {
                    texts.append(try BinaryJSONText.text(document))
                } else {
                    texts.append(try text(values[index], column))
                }
            } catch {
                throw frame.malformed(error)
            }
        }
        return texts
    }

    private static func text(_ value: ColumnValue, _ column: TableMapColumn) throws(BytesError) -> String {
        switch value {
        case .absent: return "ABSENT"
        case .null: return column.type == .json || column.name == "j" ? "0" : "NULL"
        case .signed(let number): return "\(number)"
        case .unsigned(let number): return "\(number)"
        case .float(let number): return "\(Double(number))"
        case .double(let number): return "\(number)"
        case .decimal(let decimal):
            var writer = ByteWriter()
            try decimal.append(to: &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        case .year(let year): return padded(UInt64(year), 4)
        case .date(let date): return self.date(date)
        case .time(let time):
            let micros = time.microseconds.magnitude
            let clock = micros / 1_000_000
            return (time.microseconds < 0 ? "-" : "") + padded(clock / 3600, 2) + ":" + padded(clock / 60 % 60, 2) + ":"
                + padded(clock % 60, 2) + fraction(micros % 1_000_000, column)
        case .dateTime(let time):
            return date(time.date) + " " + padded(UInt64(time.hour), 2) + ":" + padded(UInt64(time.minute), 2) + ":"
                + padded(UInt64(time.second), 2) + fraction(UInt64(time.microsecond), column)
        case .timestamp(let seconds, let microseconds):
            return utc(seconds) + fraction(UInt64(microseconds), column)
        case .bit(let bytes):
            let text = hex(bytes).drop { $0 == "0" }
            return text.isEmpty ? "0" : String(text)
        case .enumeration(let index): return "\(index)"
        case .set(let bits): return "\(bits)"
        case .bytes(let bytes):
            if column.name == "j" { return "1" }
            // The server strips a BINARY column's trailing zero bytes in the binlog.
            let isBinary = column.type == .string && column.collation == 63
            let missing = isBinary ? Int(column.metadata) - bytes.count : 0
            return hex(bytes) + String(repeating: "00", count: max(0, missing))
        case .json: return "1"
        case .geometry(let bytes): return hex(bytes)
        }
    }

    private static func date(_ date: CivilDate) -> String {
        padded(UInt64(date.year), 4) + "-" + padded(UInt64(date.month), 2) + "-" + padded(UInt64(date.day), 2)
    }

    private static func fraction(_ micros: UInt64, _ column: TableMapColumn) -> String {
        column.metadata == 0 ? "" : "." + padded(micros, 6).prefix(Int(column.metadata))
    }

    private static func padded(_ number: UInt64, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined().uppercased()
    }

    /// The civil time of a Unix time (Howard Hinnant's days algorithm), written apart from the code under test.
    private static func utc(_ seconds: Int64) -> String {
        if seconds == 0 { return "0000-00-00 00:00:00" }
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let year = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let clock = seconds % 86_400
        return padded(UInt64(year + era * 400 + (month <= 2 ? 1 : 0)), 4) + "-" + padded(UInt64(month), 2) + "-"
            + padded(UInt64(dayOfYear - (153 * shifted + 2) / 5 + 1), 2) + " " + padded(UInt64(clock / 3600), 2) + ":"
            + padded(UInt64(clock / 60 % 60), 2) + ":" + padded(UInt64(clock % 60), 2)
    }
}
