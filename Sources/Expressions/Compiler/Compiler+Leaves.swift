import Binlog
import Schema

extension Compiler {
    mutating func literal(_ literal: Literal, at place: Place) throws(ExpressionError) -> Operand {
        var operand: Operand
        switch literal {
        case .null: operand = Operand(add(.constant(.null)), .null, at: place)
        case .truth(let value):
            operand = Operand(
                add(.constant(.integer(value ? 1 : 0))), .integer(isUnsigned: false, digits: 1), at: place)
        case .integer(let digits), .decimal(let digits): operand = try number(digits, at: place)
        case .real(let number): operand = Operand(add(.constant(.real(number))), .real, at: place)
        case .text(let bytes):
            operand = Operand(constant(text: bytes), .text, at: place)
            operand.textKind = TextKind(strength: .literal)
        case .hexadecimal(let bytes):
            operand = Operand(constant(text: bytes), .text, at: place)
            operand.textKind = TextKind(strength: .literal)
            if bytes.count <= 8 {
                operand.number = add(.constant(.integer(bytes.reduce(0) { $0 << 8 | Int128($1) })))
            }
        case .date(let text): operand = try temporal(TemporalText.moment(text), text, .day, "a DATE", at: place)
        case .timestamp(let text):
            operand = try temporal(TemporalText.moment(text), text, .moment, "a TIMESTAMP", at: place)
        case .time(let text): operand = try temporal(TemporalText.time(text), text, .time, "a TIME", at: place)
        }
        operand.literal = literal
        if operand.isTemporal { operand.fraction = TemporalText.fractionDigits(literal) }
        return operand
    }

    private mutating func number(_ digits: String, at place: Place) throws(ExpressionError) -> Operand {
        guard let number = ExactDecimal(digits), digits.utf8.count <= 66 else {
            throw place.error(
                "the number has more than 65 digits", remedy: "Write it with an exponent, or with fewer digits.",
                code: .unsupported)
        }
        let significant = max(1, digits.utf8.count { Lexer.isDigit($0) })
        if number.scale == 0, !digits.contains("."), number.magnitude.high == 0,
            number.magnitude.low <= UInt128(UInt64.max)
        {
            let isUnsigned = number.magnitude.low > UInt128(Int64.max)
            return Operand(
                add(.constant(.integer(Int128(number.magnitude.low)))),
                .integer(isUnsigned: isUnsigned, digits: significant), at: place)
        }
        let kind = Operand.Kind.decimal(precision: max(significant, number.scale), scale: number.scale)
        return Operand(add(.constant(.decimal(number))), kind, at: place)
    }

    mutating func temporal(
        _ value: Int64?, _ text: String, _ kind: Operand.Kind, _ name: String, at place: Place
    ) throws(ExpressionError) -> Operand {
        guard let value else {
            let form =
                kind == .time
                ? "'10:11:12.5'" : kind == .day ? "'2024-02-29'" : "'2024-02-29' or '2024-02-29 10:11:12.5'"
            throw place.error("'\(text)' is not \(name)", remedy: "Write it like \(form).", code: .unsupported)
        }
        return Operand(add(.constant(.temporal(value))), kind, at: place)
    }

    mutating func column(_ parts: [String], at place: Place) throws(ExpressionError) -> Operand {
        let (table, index) = try scope.find(parts, at: place)
        let position = scope.tables[table].offset + index
        columnsRead.insert(position)
        return reader(scope.tables[table].definition.columns[index], Int32(position), at: place)
    }

    private mutating func reader(_ column: ColumnDefinition, _ index: Int32, at place: Place) -> Operand {
        func plain(_ reader: ColumnReader, _ kind: Operand.Kind, _ compiler: inout Compiler) -> Operand {
            var operand = Operand(compiler.add(.column(reader, index)), kind, at: place)
            operand.column = column
            operand.isSingle = column.type == .float
            operand.fraction = column.fractionDigits
            return operand
        }
        switch column.type {
        case .tiny, .short, .int24, .long, .longlong:
            let digits = [ColumnType.tiny: 3, .short: 5, .int24: 8, .long: 10][column.type] ?? 20
            return plain(.integer, .integer(isUnsigned: column.isUnsigned, digits: digits), &self)
        case .year: return plain(.integer, .integer(isUnsigned: true, digits: 4), &self)
        case .bit: return plain(.bits, .integer(isUnsigned: true, digits: 20), &self)
        case .float, .double: return plain(.real, .real, &self)
        case .newDecimal:
            let (precision, scale) = (Int(column.metadata >> 8), Int(column.metadata & 0xFF))
            return plain(.decimal, .decimal(precision: precision, scale: scale), &self)
        case .date, .newDate: return plain(.date, .day, &self)
        case .dateTimeOld, .dateTime2: return plain(.dateTime, .moment, &self)
        case .timestampOld, .timestamp2: return plain(.timestamp, .moment, &self)
        case .timeOld, .time2: return plain(.time, .time, &self)
        case .json: return plain(.presence, .opaque("JSON"), &self)
        case .geometry: return plain(.presence, .opaque("a geometry"), &self)
        case .vector: return plain(.presence, .opaque("a VECTOR"), &self)
        case .decimalOld, .null: return plain(.presence, .opaque("a column of an old type"), &self)
        case .varchar, .varString, .string, .tinyBlob, .mediumBlob, .longBlob, .blob, .blobCompressed,
            .varcharCompressed, .enumeration, .set:
            switch column.meaning {
            case .plain, .point: return text(column, index, at: place)
            case .uuid: return plain(.presence, .opaque("a UUID"), &self)
            case .inet4, .inet6: return plain(.presence, .opaque("an INET address"), &self)
            case .vector: return plain(.presence, .opaque("a VECTOR"), &self)
            }
        }
    }

    private mutating func text(_ column: ColumnDefinition, _ index: Int32, at place: Place) -> Operand {
        let number = column.collation ?? 63
        let charset = Charset(collation: number) ?? .binary
        let isMember = column.type == .enumeration || column.type == .set
        let form: TextSource.Form?
        if isMember {
            form = .members(isSet: column.type == .set)
        } else if let decoder = TextDecoder(charset: charset) {
            form = TextKind(strength: .column, charset: charset).isStoredForm ? nil : .converted(decoder)
        } else {
            form = column.type == .string ? .padded(length: Int(column.metadata)) : nil
        }
        let node: Int32
        if let form {
            sources.append(Source(form: form, column: Int(index), members: isMember ? column.members : []))
            node = add(.text(Int32(sources.count - 1)))
        } else {
            node = add(.column(.bytes, index))
        }
        var operand = Operand(node, .text, at: place)
        operand.column = column
        if isMember { operand.number = add(.column(column.type == .set ? .setNumber : .memberNumber, index)) }
        let collation = Collation.known(number)
        operand.textKind = TextKind(
            collation: collation, strength: .column, charset: charset, unknown: collation == nil ? number : nil)
        return operand
    }
}

extension ColumnDefinition {
    /// Digits after the point of a time's seconds.
    fileprivate var fractionDigits: Int {
        switch type {
        case .dateTime2, .timestamp2, .time2: min(6, Int(metadata & 0xFF))
        default: 0
        }
    }
}
