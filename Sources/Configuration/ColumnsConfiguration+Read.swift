extension ColumnsConfiguration {
    /// - Parameter key: of the same entry: its columns may be hashed, nothing else.
    init(_ section: Section, key: RecordKey) {
        self.init()
        exclude = section.names("exclude")
        mask = section.names("mask")
        var fields = section.texts("exclude") + section.texts("mask")
        Self.check(fields, key: key)
        if let field = section["hash"], let hash = field.section() {
            let remedy = "write hash: { columns: [phone], key: \"${LEAT_HASH_KEY}\" }"
            if hash.required("columns", remedy: remedy) != nil { self.hash = hash.names("columns") }
            fields += hash.texts("columns")
            if hash.required("key", remedy: remedy) != nil { hashKey = Self.key(hash) }
            hash.finish()
        }
        var seen: [String] = []
        for field in fields {
            guard let name = field.text() else { continue }
            if seen.contains(name.lowercased()) {
                field.report(
                    "column `\(name)` stands twice in `\(section.field.path)`",
                    remedy: "leave it in one of exclude, mask and hash"
                )
            }
            seen.append(name.lowercased())
        }
        section.finish()
    }

    /// A key that is short can be found by trying.
    private static let keyBytesMin = 16

    private static func key(_ section: Section) -> String {
        guard let field = section["key"], let text = field.text() else { return "" }
        // Where unset variables are empty nothing is captured.
        if text.isEmpty, field.reading.unsetVariables == .areEmpty { return text }
        guard text.utf8.count >= keyBytesMin else {
            field.report(
                "`\(field.path)` has \(text.utf8.count) bytes, at least \(keyBytesMin) are needed",
                remedy: "make one: openssl rand -hex 32"
            )
            return ""
        }
        return text
    }

    private static func check(_ fields: [Field], key: RecordKey) {
        guard case .columns(let columns) = key else { return }
        let names = columns.map { $0.lowercased() }
        for field in fields {
            guard let name = field.text(), names.contains(name.lowercased()) else { continue }
            field.report(
                "`\(field.path)` names `\(name)`, which is part of the `key`",
                remedy: "hash it instead (equal values keep equal keys), or choose another key"
            )
        }
    }
}
