import Binlog
import Schema

extension RandomTable.Column {
    typealias Column = RandomTable.Column

    static func integer(_ name: String, _ sql: String, _ type: ColumnType, _ range: ClosedRange<Int64>) -> Column {
        Column(name, sql, type) { random, _ in
            let number =
                random.chance(70)
                ? Int64.random(in: max(-20, range.lowerBound)...20, using: &random)
                : random.pick([range.lowerBound, range.upperBound, Int64.random(in: range, using: &random)])
            return ("\(number)", .signed(number))
        }
    }

    static func unsigned(_ name: String, _ sql: String, _ type: ColumnType, _ highest: UInt64) -> Column {
        Column(name, sql, type, isUnsigned: true) { random, _ in
            let number =
                random.chance(70)
                ? UInt64.random(in: 0...20, using: &random)
                : random.pick([highest, UInt64.random(in: 0...highest, using: &random)])
            return ("\(number)", .unsigned(number))
        }
    }

    static func decimal(_ name: String, precision: Int, scale: Int) -> Column {
        Column(
            name, "DECIMAL(\(precision),\(scale))", .newDecimal, metadata: UInt16(precision << 8 | scale)
        ) { random, row in
            let wholeCount = random.chance(70) ? min(2, precision - scale) : precision - scale
            let whole = (0..<max(1, wholeCount)).map { _ in random.pick(["0", "1", "5", "9"]) }.joined()
            let fraction = (0..<scale).map { $0 < 2 || random.chance(10) ? random.pick(["0", "5"]) : "0" }.joined()
            let magnitude = scale > 0 ? "\(whole).\(fraction)" : whole
            let isZero = magnitude.allSatisfy { $0 == "0" || $0 == "." }
            let text = random.chance(30) && !isZero ? "-" + magnitude : magnitude
            let bytes = row.keep(packedDecimal(text, precision: precision, scale: scale))
            return (text, .decimal(PackedDecimal(bytes: bytes, precision: UInt8(precision), scale: UInt8(scale))))
        }
    }

    static let double = Column("g", "DOUBLE", .double) { random, _ in
        let number = random.pick([
            0.1, 0.5, 1, 5, -2.5, 1e20, 1e-5, 3.25, Double(Int.random(in: -9...9, using: &random)),
        ])
        return ("\(number)", .double(number))
    }

    static let float = Column("f", "FLOAT", .float) { random, _ in
        let number: Float = random.pick([
            0.1, 0.5, 1, 5, -2.5, 1e10, 3.25, Float(Int.random(in: -9...9, using: &random)),
        ])
        return ("\(number)", .float(number))
    }

    /// A text of these characters.
    static func text(
        _ name: String, _ sql: String, collation: UInt32, _ alphabet: [String], lengths: ClosedRange<Int> = 0...5
    ) -> Column {
        Column(name, sql, .varchar, metadata: 160, collation: collation) { random, row in
            let text = (0..<Int.random(in: lengths, using: &random)).map { _ in random.pick(alphabet) }.joined()
            let stored = Array(text.utf8)
            let bytes = [8, 47, 1032, 1071].contains(collation) ? text.unicodeScalars.map { latin1($0) } : stored
            return ("_utf8mb4 \(hexadecimal(stored))", .bytes(row.keep(bytes)))
        }
    }

    /// One of these texts.
    static func fixed(_ name: String, _ sql: String, collation: UInt32, _ texts: [String]) -> Column {
        text(name, sql, collation: collation, texts, lengths: 1...1)
    }

    private static func latin1(_ scalar: Unicode.Scalar) -> UInt8 {
        (UInt8.min...UInt8.max).first {
            TextDecoder(charset: .latin1)?.string([$0])?.unicodeScalars.first == scalar
        } ?? 0x3F
    }

    static func binary(_ name: String, length: Int?) -> Column {
        let sql = length.map { "BINARY(\($0))" } ?? "VARBINARY(20)"
        return Column(
            name, sql, length == nil ? .varchar : .string, metadata: UInt16(length ?? 20), collation: 63
        ) { random, row in
            let alphabet: [UInt8] = [0, 0x20, 0x30, 0x31, 0x41, 0x61, 0xFF]
            var bytes = (0..<Int.random(in: 0...4, using: &random)).map { _ in random.pick(alphabet) }
            let literal = hexadecimal(bytes)
            // The binlog leaves the trailing zeros of a BINARY out.
            if length != nil { while bytes.last == 0 { bytes.removeLast() } }
            return (literal, .bytes(row.keep(bytes)))
        }
    }

    static func day(_ random: inout SeededGenerator) -> CivilDate {
        CivilDate(
            year: random.pick([1999, 2023, 2024]), month: UInt8.random(in: 1...3, using: &random),
            day: UInt8.random(in: 1...28, using: &random))
    }

    static func text(_ date: CivilDate) -> String {
        "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)-\(date.day < 10 ? "0" : "")\(date.day)"
    }

    static let date = Column("d", "DATE", .date) { random, _ in
        let day = day(&random)
        return ("'\(text(day))'", .date(day))
    }

    static let dateTime = Column("dt", "DATETIME(6)", .dateTime2, metadata: 6) { random, _ in
        let day = day(&random)
        let hour = random.chance(40) ? 0 : UInt8.random(in: 0...23, using: &random)
        let time = CivilDateTime(
            date: day, hour: hour, minute: hour == 0 ? 0 : 30, second: 0, microsecond: hour == 0 ? 0 : 250_000)
        let clock = "\(hour < 10 ? "0" : "")\(hour):\(hour == 0 ? "00:00" : "30:00.25")"
        return ("'\(text(day)) \(clock)'", .dateTime(time))
    }

    static let timestamp = Column("ts", "TIMESTAMP(3)", .timestamp2, metadata: 3) { random, _ in
        let seconds = Int64.random(in: 1_672_531_200...1_709_251_199, using: &random) / 43_200 * 43_200
        let milliseconds = random.pick([0, 500])
        let literal = "FROM_UNIXTIME(\(seconds).\(milliseconds == 0 ? "000" : "500"))"
        return (literal, .timestamp(seconds: seconds, microseconds: UInt32(milliseconds * 1000)))
    }

    static let time = Column("ti", "TIME(3)", .time2, metadata: 3) { random, _ in
        let microseconds = random.pick([0, 3_600_000_000, -36_672_500_000, 3_020_399_000_000, 5_500_000]) as Int64
        let magnitude = Int64(microseconds.magnitude)
        let (hours, rest) = (magnitude / 3_600_000_000, magnitude % 3_600_000_000)
        let clock = "\(hours):\(rest / 60_000_000):\(rest / 1_000_000 % 60).\(rest / 1000 % 1000 == 0 ? "000" : "500")"
        return ("'\(microseconds < 0 ? "-" : "")\(clock)'", .time(TimeOfDay(microseconds: microseconds)))
    }

    static let year = Column("y", "YEAR", .year) { random, _ in
        let year: UInt16 = random.pick([1999, 2000, 2024, 2155])
        return ("\(year)", .year(year))
    }

    static let enumeration = Column(
        "e", "ENUM('x','Y','z','2') COLLATE utf8mb4_bin", .enumeration, metadata: 1, collation: 46,
        members: ["x", "Y", "z", "2"]
    ) { random, _ in
        let index = UInt16.random(in: 1...4, using: &random)
        return ("\(index)", .enumeration(index))
    }

    static let set = Column(
        "st", "SET('a','b','c') COLLATE utf8mb4_bin", .set, metadata: 1, collation: 46, members: ["a", "b", "c"]
    ) { random, _ in
        let bits = UInt64.random(in: 0...7, using: &random)
        return ("\(bits)", .set(bits))
    }

    static let bits = Column("bt", "BIT(10)", .bit, metadata: 10) { random, row in
        let number = UInt16.random(in: 0...1023, using: &random)
        return ("\(number)", .bit(row.keep([UInt8(number >> 8), UInt8(number & 0xFF)])))
    }
}
