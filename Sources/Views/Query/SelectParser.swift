import Expressions

/// Reads a SELECT by the grammar of MariaDB's manual, "SELECT", as far as views have it.
struct SelectParser {
    /// Tables that a query may join.
    static let tablesMax = 16
    /// Columns that a result may have.
    static let itemsMax = 1000

    private let text: [UInt8]
    private var parser: Parser

    static func parse(_ text: String) throws(ExpressionError) -> SelectSyntax {
        var parser = try SelectParser(text)
        return try parser.select()
    }

    private init(_ text: String) throws(ExpressionError) {
        self.text = Array(text.utf8)
        parser = try Parser(text, .view)
    }

    private mutating func select() throws(ExpressionError) -> SelectSyntax {
        var select = SelectSyntax()
        try parser.expect("SELECT")
        select.isDistinct = parser.take("DISTINCT")
        repeat { select.items.append(try item()) } while parser.take(symbol: ",") && select.items.count < Self.itemsMax
        try parser.expect("FROM")
        select.tables.append(try table())
        while let join = try join(&select) { select.joins.append(join) }
        if parser.take("WHERE") { select.condition = try parser.expression() }
        if parser.take("GROUP") {
            try parser.expect("BY")
            repeat { select.groupBy.append(try parser.expression()) } while parser.take(symbol: ",")
        }
        if parser.take("HAVING") { select.having = try parser.expression() }
        if parser.take("ORDER") {
            try parser.expect("BY")
            repeat { select.orderBy.append(try ordering()) } while parser.take(symbol: ",")
        }
        try limit(&select)
        _ = parser.take(symbol: ";")
        guard parser.token == .end else { throw parser.unexpected("the end of the query") }
        return select
    }

    private mutating func item() throws(ExpressionError) -> SelectSyntax.Item {
        let (place, start) = (parser.place, parser.start)
        if parser.take(symbol: "*") {
            return SelectSyntax.Item(kind: .all(of: nil), name: "*", hasAlias: false, place: place)
        }
        if case .word(let alias, _) = parser.token, parser.following == .symbol("."), parser.isStar(at: 2) {
            for _ in 0..<3 { parser.advance() }
            return SelectSyntax.Item(kind: .all(of: alias), name: "*", hasAlias: false, place: place)
        }
        let syntax = try parser.expression()
        let end = parser.endBefore
        if let alias = try alias() {
            return SelectSyntax.Item(kind: .expression(syntax), name: alias, hasAlias: true, place: place)
        }
        var name = String(decoding: text[start..<end], as: UTF8.self)
        if case .column(let parts) = syntax.kind, let last = parts.last { name = last }
        return SelectSyntax.Item(kind: .expression(syntax), name: name, hasAlias: false, place: place)
    }

    /// `AS name`, or the name alone.
    private mutating func alias() throws(ExpressionError) -> String? {
        let isRequired = parser.take("AS")
        switch parser.token {
        case .word(let word, let quoted) where quoted || !parser.isReserved(word.uppercased()):
            parser.advance()
            return word
        case .literal(.text(let bytes)) where isRequired:
            parser.advance()
            return String(decoding: bytes, as: UTF8.self)
        default:
            guard !isRequired else { throw parser.unexpected("an alias") }
            return nil
        }
    }

    private mutating func table() throws(ExpressionError) -> ViewTable {
        if parser.token == .symbol("(") {
            throw parser.place.error(
                "a query within the query",
                remedy: "Read tables: FROM database.table AS a JOIN database.table AS b ON …")
        }
        let first = try name()
        guard parser.take(symbol: ".") else {
            return ViewTable(database: nil, table: first, alias: try alias() ?? first)
        }
        let table = try name()
        return ViewTable(database: first, table: table, alias: try alias() ?? table)
    }

    private mutating func name() throws(ExpressionError) -> String {
        guard case .word(let word, let quoted) = parser.token, quoted || !parser.isReserved(word.uppercased()) else {
            throw parser.unexpected("the name of a table")
        }
        parser.advance()
        return word
    }

    /// A further table; nil when there is none.
    private mutating func join(_ select: inout SelectSyntax) throws(ExpressionError) -> SelectSyntax.Join? {
        let place = parser.place
        for kind in ["FULL", "CROSS", "NATURAL", "STRAIGHT_JOIN"] where parser.isWord(kind) {
            throw place.error(
                "\(kind) JOIN", remedy: "Supported are JOIN, LEFT JOIN and RIGHT JOIN, each with ON a.x = b.y.")
        }
        if parser.take(symbol: ",") {
            try add(try table(), to: &select, at: place)
            return SelectSyntax.Join(isLeft: false, condition: nil, place: place)
        }
        let isRight = parser.take("RIGHT")
        let isLeft = !isRight && parser.take("LEFT")
        if isLeft || isRight {
            _ = parser.take("OUTER")
            try parser.expect("JOIN")
        } else {
            let isInner = parser.take("INNER")
            guard parser.take("JOIN") else {
                if isInner { throw parser.unexpected("JOIN") }
                return nil
            }
        }
        try refuseOrder(select, isRight: isRight, at: place)
        try add(try table(), to: &select, at: place)
        if isRight {
            select.tables.swapAt(0, 1)
            select.isMirrored = true
        }
        guard !parser.isWord("USING") else {
            throw parser.place.error("USING", remedy: "Write ON a.column = b.column.")
        }
        try parser.expect("ON")
        return SelectSyntax.Join(isLeft: isLeft || isRight, condition: try parser.expression(), place: place)
    }

    /// A comma binds less tightly than JOIN, and RIGHT JOIN keeps a row of all that was joined before.
    private func refuseOrder(_ select: SelectSyntax, isRight: Bool, at place: Place) throws(ExpressionError) {
        if isRight, !select.joins.isEmpty {
            throw place.error(
                "RIGHT JOIN behind another join",
                remedy: "Begin with it, or with its table: FROM c LEFT JOIN b ON … LEFT JOIN a ON …")
        }
        if select.joins.contains(where: { $0.condition == nil }) {
            throw place.error(
                "JOIN behind a comma", remedy: "Write the tables with commas last, or JOIN … ON for all of them.")
        }
    }

    private func add(
        _ table: ViewTable, to select: inout SelectSyntax, at place: Place
    ) throws(ExpressionError) {
        guard !select.tables.contains(where: { $0.alias == table.alias }) else {
            throw place.error("two tables are named \(table.alias)", remedy: "Give one of them an alias: AS other.")
        }
        select.tables.append(table)
        guard select.tables.count <= Self.tablesMax else {
            throw place.error("more than \(Self.tablesMax) tables", remedy: "Join fewer tables.")
        }
    }

    private mutating func ordering() throws(ExpressionError) -> SelectSyntax.Ordering {
        let syntax = try parser.expression()
        let isDescending = parser.take("DESC")
        if !isDescending { _ = parser.take("ASC") }
        return SelectSyntax.Ordering(syntax: syntax, isDescending: isDescending)
    }

    private mutating func limit(_ select: inout SelectSyntax) throws(ExpressionError) {
        guard parser.take("LIMIT") else { return }
        let place = parser.place
        var rows = try count()
        if parser.take(symbol: ",") {
            select.offset = rows
            rows = try count()
        } else if parser.take("OFFSET") {
            select.offset = try count()
        }
        select.limit = (rows, place)
        guard !select.orderBy.isEmpty else {
            throw place.error("LIMIT without ORDER BY gives any rows", remedy: "Say which ones: ORDER BY … LIMIT n.")
        }
    }

    private mutating func count() throws(ExpressionError) -> Int {
        guard case .literal(.integer(let digits)) = parser.token, let count = Int(digits) else {
            throw parser.unexpected("a whole number")
        }
        parser.advance()
        return count
    }
}
