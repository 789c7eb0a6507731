/// One operation of a compiled expression. Operands are named by their index, so that nodes are plain values: a row
/// costs no reference count.
enum Node {
    case constant(Value)
    /// A value that was given before the evaluation, by its place.
    case given(Int32)
    /// An exact number with the digits of its type.
    case rounded(Int32, scale: Int32)
    /// The start of the window that a time lies in, moved back by as many steps as the program says.
    case window(Int32, slide: Int64, size: Int64)
    case column(ColumnReader, Int32)
    /// A text column or member that has to be converted: the index of its `TextSource`.
    case text(Int32)

    case and(Int32, Int32)
    case or(Int32, Int32)
    case xor(Int32, Int32)
    case not(Int32)
    case isNull(Int32)
    case isTrue(Int32)
    case isFalse(Int32)

    case compareIntegers(ComparisonOperator, Int32, Int32)
    case compareDecimals(ComparisonOperator, Int32, Int32)
    case compareReals(ComparisonOperator, Int32, Int32)
    case compareTemporals(ComparisonOperator, Int32, Int32)
    case compareTexts(ComparisonOperator, Int32, Int32, collation: Int32)
    /// Whether an integer is among sorted constants (`links`: first, count).
    case amongIntegers(Int32, Span, hasNull: Bool)
    /// True when one of the conditions in `links` is; unknown when none is and one is unknown.
    case any(Span)
    case like(Int32, pattern: Int32, escape: UInt8?, collation: Int32)

    case integerArithmetic(ArithmeticOperator, Int32, Int32, isUnsigned: Bool)
    case decimalArithmetic(ArithmeticOperator, Int32, Int32, scale: Int32)
    case realArithmetic(ArithmeticOperator, Int32, Int32)
    /// The whole number, if its type holds it.
    case inRange(Int32, isUnsigned: Bool)
    case negative(Int32)
    case magnitude(Int32)

    /// Conditions and results in turn in `links`.
    case choice(Span, otherwise: Int32)
    case coalesce(Span)
    /// Null when the condition is true.
    case nullIf(condition: Int32, Int32)
    case asReal(Int32)
    case asDecimal(Int32)

    case part(TemporalPart, Int32)
    case length(Int32, inCharacters: Bool)
    case slice(Slice, Int32, Int32, Int32, inCharacters: Bool)
    case trim(Int32)
    case concat(Span, slot: Int32)

    /// Views only, from here on.
    case sized(Int32, Sizing, digits: Int32, asInteger: Bool)
    case sizedReal(Int32, Sizing, digits: Int32)
    case sign(Int32)
    /// The least or greatest of several in one type; NULL where one is.
    case extreme(Span, isGreatest: Bool, Comparing)
    case made(TextMaker, Int32, Int32, Int32, slot: Int32)
    case joined(Span, slot: Int32)
    case trimmedSide(Int32, isLeft: Bool)
    case calendar(CalendarPart, Int32)
    case dayDifference(Int32, Int32)
    case elapsed(TimeUnit, Int32, Int32)
    case shifted(Int32, months: Int64, microseconds: Int64)
    case unixTime(Int32, digits: Int32)
    case asInteger(Int32, isUnsigned: Bool)
    case asDecimalOf(Int32, precision: Int32, scale: Int32)
    case cutMoment(Int32, fraction: Int32)
    /// Where the first text begins in the second one, counted from 1; 0 where it does not. `from` is −1 or the node of
    /// the first place that counts.
    case located(Int32, Int32, from: Int32, collation: Int32, Search)
    /// SUBSTRING_INDEX.
    case delimited(Int32, delimiter: Int32, count: Int32)
    case firstByte(Int32)
    /// The number of the first condition in `links` that is true; 0 when none is.
    case numberOfTrue(Span)
    case squareRoot(Int32)
    case week(Int32, WeekMode, withYear: Bool)
    case dayNumber(Int32)
    /// One of `links` after another as digits of one number: `TemporalPart` nodes.
    case digits(Span, microsecondsLast: Bool)
    case secondsOf(Int32, isTime: Bool)
    case timeOf(Int32)

    /// How an exact number is brought to fewer digits.
    enum Sizing: UInt8 { case round, truncate, floor, ceiling }
    enum Comparing { case integers, decimals, reals, temporals, texts(collation: Int32) }
    /// What makes a text of its operands in scratch memory; for `lower` and `upper` the second one is the version of
    /// Unicode, and no node.
    enum TextMaker {
        case lower, upper, replace, reverse, repeated, padLeft, padRight, hexadecimal, dayName, monthName, format
    }
    /// How LOCATE goes through a text.
    enum Search: UInt8 {
        /// By bytes: a binary string.
        case bytes
        /// At every character, whatever the texts' lengths are.
        case characters
        /// At every character, as many bytes as are looked for.
        case windows
    }
    enum CalendarPart: UInt8 { case weekday, dayOfWeek, dayOfYear, lastDay }

    /// A run of indices in the program's `links`, or of numbers in its `integers`.
    struct Span {
        let first: Int32
        let count: Int32
    }

    enum Slice: UInt8 { case left, right, middle, rest }
}

/// How a column's value is read, where no conversion is needed.
enum ColumnReader: UInt8 {
    case integer, bits, decimal, real, memberNumber, setNumber, date, dateTime, timestamp, time
    /// UTF-8 or binary as it lies in the row.
    case bytes
    /// Only whether it is null.
    case presence
}

enum TemporalPart: UInt8 {
    case year, quarter, month, day, hour, minute, second, microsecond, date, timeHour, timeMinute, timeSecond,
        timeMicrosecond
}
