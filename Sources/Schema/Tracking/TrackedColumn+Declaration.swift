import Binlog

extension TrackedColumn {
    /// How the server would print the column's declaration.
    func declaration(_ flavour: FormatDescriptionEvent.Flavour) -> ColumnDeclaration {
        var declaration = ColumnDeclaration(typeText: typeText(flavour), defaultExpression: defaultExpression)
        if defaultExpression?.lowercased() == "null" { declaration.defaultExpression = nil }
        declaration.isAutoIncrement = isAutoIncrement
        declaration.isGenerated = isGenerated || period != .none
        declaration.isInvisible = isInvisible
        declaration.comment = comment
        return declaration
    }

    /// As INFORMATION_SCHEMA.COLUMNS.COLUMN_TYPE has it.
    func typeText(_ flavour: FormatDescriptionEvent.Flavour) -> String {
        var text = baseText(flavour)
        if isUnsigned { text += " unsigned" }
        if isZerofill { text += " zerofill" }
        if isCompressed { text += " /*M!100301 COMPRESSED*/" }
        return text
    }

    private func baseText(_ flavour: FormatDescriptionEvent.Flavour) -> String {
        let isBinary = collation == 63
        switch type {
        case .tinyint, .smallint, .mediumint, .int, .bigint: return integerText(flavour)
        case .decimal: return "decimal(\(length ?? 10),\(scale ?? 0))"
        case .float, .double:
            let name = type == .float ? "float" : "double"
            return length.map { "\(name)(\($0),\(scale ?? 0))" } ?? name
        case .bit: return "bit(\(length ?? 1))"
        case .year: return flavour == .mysql ? "year" : "year(4)"
        case .date: return "date"
        case .time, .datetime, .timestamp:
            let name = type == .time ? "time" : type == .datetime ? "datetime" : "timestamp"
            return (length ?? 0) == 0 ? name : "\(name)(\(length ?? 0))"
        case .char: return "\(isBinary ? "binary" : "char")(\(length ?? 1))"
        case .varchar: return "\(isBinary ? "varbinary" : "varchar")(\(length ?? 0))"
        case .text:
            let size = ["", "tiny", "", "medium", "long"][min(lengthBytes, 4)]
            return size + (isBinary ? "blob" : "text")
        case .enumeration, .set:
            let list = members.map(Self.quoted).joined(separator: ",")
            return "\(type == .set ? "set" : "enum")(\(list))"
        case .json: return "json"
        case .geometry:
            let name = geometry ?? "geometry"
            guard name == "geometrycollection" || name == "geomcollection" else { return name }
            return flavour == .mysql ? "geomcollection" : "geometrycollection"
        case .vector: return "vector(\(length ?? 0))"
        case .uuid: return "uuid"
        case .inet4: return "inet4"
        case .inet6: return "inet6"
        }
    }

    /// MariaDB prints a display width always, MySQL (8.0.19 and later) where ZEROFILL needs it, and for TINYINT(1).
    private func integerText(_ flavour: FormatDescriptionEvent.Flavour) -> String {
        let name: String
        var width: Int
        switch type {
        case .tinyint: (name, width) = ("tinyint", isUnsigned ? 3 : 4)
        case .smallint: (name, width) = ("smallint", isUnsigned ? 5 : 6)
        case .mediumint: (name, width) = ("mediumint", isUnsigned ? 8 : 9)
        case .int: (name, width) = ("int", isUnsigned ? 10 : 11)
        default: (name, width) = ("bigint", 20)
        }
        if let length, length > 0 { width = length }
        if flavour == .mysql, !isZerofill, !(type == .tinyint && width == 1 && !isUnsigned) { return name }
        return "\(name)(\(width))"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "'"
        for character in text.unicodeScalars {
            switch character {
            case "'": quoted += "''"
            case "\\": quoted += "\\\\"
            case "\0": quoted += "\\0"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            default: quoted.unicodeScalars.append(character)
            }
        }
        return quoted + "'"
    }
}
