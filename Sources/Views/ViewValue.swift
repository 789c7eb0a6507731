import Bytes

/// A value of a view's result.
public enum ViewValue: Sendable, Hashable {
    case null
    case integer(Int128)
    /// Its digits with as many behind the point as its type has: "12.50".
    case decimal(String)
    case real(Double)
    case text(String)
    /// As the server prints it: "2024-02-29", "2024-02-29 10:11:12.500", "-10:11:12".
    case temporal(String)

    /// The value as MariaDB prints it; nil for NULL.
    public var text: String? {
        switch self {
        case .null: nil
        case .integer(let number): "\(number)"
        case .decimal(let text), .text(let text), .temporal(let text): text
        case .real(let number): RealText.text(number)
        }
    }

    /// Appends the value as JSON: integers and reals are numbers, decimals strings with their scale.
    public func appendJSON(to out: inout ByteWriter) {
        switch self {
        case .null: out.append("null")
        case .integer(let number): out.append(utf8: "\(number)")
        case .real(let number): out.append(utf8: RealText.text(number))
        case .decimal(let text), .text(let text), .temporal(let text): out.appendJSON(text)
        }
    }
}
