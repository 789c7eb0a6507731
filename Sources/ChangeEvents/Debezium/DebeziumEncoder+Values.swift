import Binlog
import Bytes

extension DebeziumEncoder {
    /// Bytes that hold any value of fixed width: 20 digits, a sign, a quoted timestamp.
    private static var fixedLengthMax: Int { 48 }

    /// Appends a column's constant text and its value.
    @inline(__always)
    func append(
        _ value: ColumnValue, plan: ColumnPlan, layout: borrowing RowLayout, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        var out = DigitOutput(writer.freeSpace(plan.prefixLength &+ 32 &+ Self.fixedLengthMax))
        out.padded(layout.prefix(plan), length: plan.prefixLength)
        switch value {
        case .signed(let number):
            out.decimal(number)
        case .unsigned(let number):
            if case .bigintUnsigned = plan.format, bigintUnsigned != .exact {
                writer.commit(upTo: out.at)
                return appendBigintUnsigned(number, to: &writer)
            }
            out.decimal(number)
        case .null:
            if plan.nullLength != 0 {
                writer.commit(upTo: out.at)
                return writer.append(layout.null(plan))
            }
            out.text("null")
        case .bytes(let bytes):
            writer.commit(upTo: out.at)
            if case .special(let kind) = plan.format {
                return try appendSpecial(bytes, kind, plan: plan, to: &writer)
            }
            return try appendBytes(bytes, plan: plan, to: &writer)
        case .decimal(let decimal):
            writer.commit(upTo: out.at)
            return try appendDecimal(decimal, plan: plan, to: &writer)
        case .date(let date):
            try append(date, plan: plan, to: &out)
        case .dateTime(let dateTime):
            try append(dateTime, plan: plan, to: &out)
        case .timestamp(let seconds, let microseconds):
            try append(seconds: seconds, microseconds: microseconds, plan: plan, to: &out)
        case .time(let time):
            try append(time, plan: plan, to: &out)
        case .year(let year):
            out.decimal(UInt64(year))
        case .enumeration(let index):
            writer.commit(upTo: out.at)
            return try appendMember(index, plan: plan, layout: layout, to: &writer)
        case .set(let bits):
            writer.commit(upTo: out.at)
            return try appendSet(bits, plan: plan, layout: layout, to: &writer)
        case .bit(let bits):
            writer.commit(upTo: out.at)
            return try appendBit(bits, plan: plan, to: &writer)
        case .float(let number):
            guard number.isFinite else { throw notFinite(plan) }
            FloatingPointText.append(number, to: &out)
        case .double(let number):
            guard number.isFinite else { throw notFinite(plan) }
            FloatingPointText.append(number, to: &out)
        case .absent:
            out.text("\"__debezium_unavailable_value\"")
        case .json(let json):
            writer.commit(upTo: out.at)
            return try appendDocument(json, plan: plan, to: &writer)
        case .geometry(let geometry):
            writer.commit(upTo: out.at)
            return try appendGeometry(geometry, plan: plan, to: &writer)
        }
        writer.commit(upTo: out.at)
    }

    @inline(never)
    func notFinite(_ plan: ColumnPlan) -> ChangeEventError {
        error(.malformedValue, column: plan.column, "infinity and NaN are no numbers of SQL or JSON")
    }

    @inline(never)
    func mismatch(_ plan: ColumnPlan) -> ChangeEventError {
        error(
            .mismatch, column: plan.column,
            "the value does not fit the column's type \(table.columns[plan.column].type)")
    }
}
