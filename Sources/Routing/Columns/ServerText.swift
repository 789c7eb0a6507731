import Binlog
import Bytes
import ChangeEvents
import Expressions
import Schema

/// One column's values as the server prints them: what is hashed, and what an outbox sends. It allocates nothing per
/// value.
///
/// - Numbers: decimal digits, `-12`, `0.50` (DECIMAL with all its digits), FLOAT and DOUBLE in the server's shortest
///   form; BIT as a number.
/// - Dates and times: `2024-02-29`, `2024-02-29 10:11:12.345` with the column's fraction digits, `-10:11:12`;
///   TIMESTAMP in UTC.
/// - Texts, ENUM and SET (members with commas between them): UTF-8, whatever the column's character set.
/// - BINARY (with its trailing zeros), VARBINARY, BLOB, GEOMETRY, VECTOR: the bytes as they are.
/// - JSON: MySQL's as the server prints it, MariaDB's as it was stored; UUID, INET4, INET6: their text.
struct ServerText {
    enum Form {
        case plain
        /// Text that has to become UTF-8.
        case text(TextDecoder)
        /// BINARY(n): the row holds no trailing zeros.
        case binary(length: Int)
        case uuid, inet4, inet6
    }

    let index: Int
    private let form: Form
    private let fractionDigits: Int
    private let members: [[UInt8]]

    /// - Throws: `invalidRule` for a type that has no text.
    init(_ column: ColumnDefinition, index: Int, of table: TableDefinition) throws(RoutingError) {
        self.index = index
        members = column.members.map { Array($0.utf8) }
        fractionDigits = Self.hasFraction(column.type) ? min(6, Int(column.metadata)) : 0
        switch column.meaning {
        case .uuid: form = .uuid
        case .inet4: form = .inet4
        case .inet6: form = .inet6
        case .vector: form = .plain
        case .plain, .point: form = Self.form(column)
        }
        guard column.type != .decimalOld, column.type != .null else {
            throw RoutingError(
                code: .invalidRule,
                what:
                    "column \(column.name) of \(table.database).\(table.table) is of an old type that has no text here",
                remedy: "ALTER TABLE … FORCE brings the column to its present type; or leave it out of the rule.")
        }
    }

    private static func form(_ column: ColumnDefinition) -> Form {
        switch column.type {
        case .varchar, .varString, .string, .tinyBlob, .mediumBlob, .longBlob, .blob, .blobCompressed,
            .varcharCompressed:
            if let decoder = Charset(collation: column.collation ?? 63).flatMap(TextDecoder.init) {
                .text(decoder)
            } else {
                .binary(length: column.type == .string ? Int(column.metadata) : 0)
            }
        default: .plain
        }
    }

    private static func hasFraction(_ type: ColumnType) -> Bool {
        type == .time2 || type == .dateTime2 || type == .timestamp2
    }

    /// Appends the text of the column's value in `row`.
    ///
    /// - Returns: false for NULL, for which nothing is written.
    func append(
        _ row: UnsafePointer<ColumnValue>, to writer: inout ByteWriter
    ) throws(EvaluationFault) -> Bool {
        if case .null = row[index] { return false }
        try append(row[index], to: &writer)
        return true
    }

    func append(_ value: ColumnValue, to writer: inout ByteWriter) throws(EvaluationFault) {
        switch value {
        case .absent: throw .absentColumn(index)
        case .null: break
        case .signed(let number): writer.appendDecimal(number)
        case .unsigned(let number): writer.appendDecimal(number)
        case .float(let number): FloatText.append(number, to: &writer)
        case .double(let number): FloatText.append(number, to: &writer)
        case .decimal(let number):
            do { try number.append(to: &writer) } catch { throw .malformedValue(index) }
        case .year(let year): writer.appendDecimal(UInt64(year), width: 4)
        case .date(let date): CivilText.append(date, to: &writer)
        case .time(let time): CivilText.append(time, fractionDigits: fractionDigits, to: &writer)
        case .dateTime(let time): CivilText.append(time, fractionDigits: fractionDigits, to: &writer)
        case .timestamp(let seconds, let microseconds):
            CivilText.append(
                seconds: seconds, microseconds: microseconds, fractionDigits: fractionDigits, to: &writer)
        case .bit(let bits): writer.appendDecimal(bits.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        case .enumeration(let member):
            guard member <= members.count else { throw .malformedValue(index) }
            if member > 0 { writer.append(members[Int(member) - 1]) }
        case .set(let bits): try append(set: bits, to: &writer)
        case .bytes(let bytes): try append(bytes, to: &writer)
        case .json(let bytes):
            do { try JSONDocument.appendServerText(bytes, to: &writer) } catch { throw .malformedValue(index) }
        case .geometry(let bytes): writer.append(bytes)
        }
    }

    private func append(set bits: UInt64, to writer: inout ByteWriter) throws(EvaluationFault) {
        guard bits.bitWidth - bits.leadingZeroBitCount <= members.count else { throw .malformedValue(index) }
        var left = bits
        while left != 0 {
            if left != bits { writer.append(0x2C) }
            writer.append(members[left.trailingZeroBitCount])
            left &= left &- 1
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) throws(EvaluationFault) {
        switch form {
        case .plain: writer.append(bytes)
        case .text(let decoder):
            guard decoder.append(bytes, to: &writer) else { throw .malformedValue(index) }
        case .binary(let length):
            writer.append(bytes)
            if bytes.count < length { writer.append(repeating: 0, count: length - bytes.count) }
        case .uuid: try AddressText.append(bytes, length: 16, index, AddressText.appendUUID, to: &writer)
        case .inet4: try AddressText.append(bytes, length: 4, index, AddressText.appendINET4, to: &writer)
        case .inet6: try AddressText.append(bytes, length: 16, index, AddressText.appendINET6, to: &writer)
        }
    }
}
