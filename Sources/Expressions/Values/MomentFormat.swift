import Bytes

/// DATE_FORMAT. Source: MariaDB's manual; names are English, as `lc_time_names` has it from the beginning.
enum MomentFormat {
    static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static let known = "YymcdeHkhIliSsfpMbWajTrDw%"
    /// For messages.
    static let supported = known.map { "%\($0)" }.joined(separator: " ")

    /// The first letter that is not known here.
    static func unknown(_ format: [UInt8]) -> String? {
        var isLetter = false
        for character in String(decoding: format, as: UTF8.self) {
            if isLetter, !known.contains(character) { return String(character) }
            isLetter = !isLetter && character == "%"
        }
        return nil
    }

    /// - Returns: false where the date has no such part.
    static func append(_ moment: Int64, _ format: UnsafeRawBufferPointer, to out: inout ByteWriter) -> Bool {
        var isLetter = false
        for byte in format {
            if !isLetter, byte == 0x25 {
                isLetter = true
            } else if isLetter {
                isLetter = false
                guard append(moment, letter: byte, to: &out) else { return false }
            } else {
                out.append(byte)
            }
        }
        return true
    }

    private static func append(_ moment: Int64, letter: UInt8, to out: inout ByteWriter) -> Bool {
        func number(_ part: TemporalPart, _ width: Int) {
            out.appendDecimal(UInt64(PackedMoment.part(part, of: moment).magnitude), width: width)
        }
        let hour = PackedMoment.part(.hour, of: moment)
        let noonHour = UInt64((hour + 11) % 12 + 1)
        switch UnicodeScalar(letter) {
        case "Y": number(.year, 4)
        case "y": out.appendDecimal(UInt64((PackedMoment.part(.year, of: moment) % 100).magnitude), width: 2)
        case "m": number(.month, 2)
        case "c": number(.month, 1)
        case "d": number(.day, 2)
        case "e": number(.day, 1)
        case "H": number(.hour, 2)
        case "k": number(.hour, 1)
        case "h", "I": out.appendDecimal(noonHour, width: 2)
        case "l": out.appendDecimal(noonHour, width: 1)
        case "i": number(.minute, 2)
        case "S", "s": number(.second, 2)
        case "f": number(.microsecond, 6)
        case "p": out.append(utf8: hour < 12 ? "AM" : "PM")
        case "T":
            for (index, part) in [TemporalPart.hour, .minute, .second].enumerated() {
                if index > 0 { out.append(0x3A) }
                number(part, 2)
            }
        case "r":
            out.appendDecimal(noonHour, width: 2)
            for part in [TemporalPart.minute, .second] {
                out.append(0x3A)
                number(part, 2)
            }
            out.append(utf8: hour < 12 ? " AM" : " PM")
        case "%": out.append(0x25)
        default: return appendNamed(moment, letter: letter, to: &out)
        }
        return true
    }

    private static func appendNamed(_ moment: Int64, letter: UInt8, to out: inout ByteWriter) -> Bool {
        let month = Int(PackedMoment.part(.month, of: moment))
        switch UnicodeScalar(letter) {
        case "M", "b":
            guard month > 0, month <= 12 else { return false }
            out.append(utf8: letter == UInt8(ascii: "M") ? months[month - 1] : String(months[month - 1].prefix(3)))
        case "D":
            let day = PackedMoment.part(.day, of: moment)
            out.appendDecimal(UInt64(day), width: 1)
            let isTeen = day >= 10 && day <= 19
            out.append(utf8: isTeen ? "th" : day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th")
        case "j":
            guard case .integer(let day) = PackedMoment.calendar(.dayOfYear, of: moment) else { return false }
            out.appendDecimal(UInt64(truncatingIfNeeded: day), width: 3)
        default:
            guard case .integer(let weekday) = PackedMoment.calendar(.weekday, of: moment) else { return false }
            switch UnicodeScalar(letter) {
            case "W": out.append(utf8: days[Int(weekday)])
            case "a": out.append(utf8: String(days[Int(weekday)].prefix(3)))
            default: out.appendDecimal(UInt64((weekday + 1) % 7), width: 1)
            }
        }
        return true
    }
}
