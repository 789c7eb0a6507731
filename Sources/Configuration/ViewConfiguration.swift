import Views

/// A view of a pipeline: a SELECT over captured tables that is kept up to date.
public struct ViewConfiguration: Sendable, Equatable {
    /// The most that a state may be allowed.
    static let stateBytesRange = (1 << 20)...(1 << 40)
    static let retentionRange: ClosedRange<Duration> = .seconds(1)...(.seconds(10 * 366 * 86_400))

    public var name: String
    public var query: String
    /// Bytes of memory that its state may take; beyond them it stops, by name.
    public var stateBytesMax = 1 << 30
    /// How long windows (TUMBLE, HOP) are kept behind the newest; nil keeps all.
    public var retention: Duration?
    /// The file that has it, and the line of its name or query.
    public var file = ""
    public var line: Int?

    public init(name: String, query: String) {
        self.name = name
        self.query = query
    }
}

extension ViewConfiguration {
    /// Reads the section `views`: `name: SELECT …`, or `name: { query: …, state_bytes_max: … }`.
    static func list(_ field: Field?, options: Field?) -> [ViewConfiguration] {
        var defaults = ViewConfiguration(name: "", query: "")
        if let section = options?.section() {
            defaults.readLimits(section)
            section.finish()
        }
        guard let field else { return [] }
        // `views: {}` and an empty `views:` ask for nothing.
        if field.node.scalar?.string.isEmpty ?? false { return [] }
        guard let section = field.section() else { return [] }
        return section.entries().compactMap { ViewConfiguration($0.name, $0.value, defaults) }
    }

    private init?(_ name: String, _ field: Field, _ defaults: ViewConfiguration) {
        self = defaults
        self.name = name
        file = field.file
        line = field.line
        guard Self.isName(name) else {
            field.report(
                "`\(name)` is no name of a view",
                remedy: "use up to 100 letters, digits, `_`, `-` and `.`, beginning with a letter or digit")
            return nil
        }
        guard field.node.mapping != nil else {
            guard let text = field.query() else { return nil }
            query = text
            return
        }
        guard let section = field.section() else { return nil }
        let found = section.required("query", remedy: "give it one: query: SELECT …")
        line = found?.line ?? line
        readLimits(section)
        section.finish()
        guard let text = found?.query() else { return nil }
        query = text
    }

    private mutating func readLimits(_ section: Section) {
        stateBytesMax = section.bytes("state_bytes_max", default: stateBytesMax, in: Self.stateBytesRange)
        if let field = section["retention"], field.node.scalar?.string != "unlimited" {
            retention = section.duration(
                "retention", default: retention ?? .seconds(7 * 86_400), in: Self.retentionRange)
        }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 100 else { return false }
        return isLetterOrDigit(first)
            && name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}

extension Field {
    /// The text of a view; nil (and an issue, with the line of the mistake) when it is none.
    fileprivate func query() -> String? {
        guard let text = text() else { return nil }
        do {
            _ = try ViewQuery(text)
            return text
        } catch {
            reading.report(
                "`\(path)`, line \(error.line) column \(error.column) of the query: \(error.what)",
                remedy: error.remedy, file: file, line: line(of: error.line))
            return nil
        }
    }
}
