import CommitLog
import Hummingbird

/// What stands behind the `?` of a request for records.
struct RecordQuery {
    let parameters: Parameters
    private static let known = ["partition", "offset", "from", "max", "wait_ms"]

    /// - Throws: `RecordRefusal` for a name that nobody reads: a typing mistake must not give other records.
    init(_ parameters: Parameters) throws {
        self.parameters = parameters
        for (name, _) in parameters where !Self.known.contains(String(name)) {
            throw RecordRefusal(
                .invalid,
                "there is no parameter `\(name)`",
                remedy: "known are \(Self.known.joined(separator: ", "))"
            )
        }
    }

    func integer(_ name: String, default standard: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let text = parameters.get(name) else { return standard }
        guard let value = Int(text), range ~= value else {
            throw RecordRefusal(
                .invalid,
                "`\(name)` is `\(text)`",
                remedy: "write a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// `offset=17`, `offset=earliest`, `from=time:2026-11-21T08:00:00Z`: both names take all forms.
    func start(default standard: StartOffset) throws -> StartOffset {
        guard let text = parameters.get("offset") ?? parameters.get("from") else { return standard }
        if let offset = Int64(text), offset >= 0 { return .offset(offset) }
        guard let start = StartOffset(text) else {
            throw RecordRefusal(
                .invalid,
                "`\(text)` is no place to begin at",
                remedy: "write a number or one of \(StartOffset.forms.joined(separator: ", "))"
            )
        }
        return start
    }

    /// The partition that is named, or nil.
    var partition: Int32? {
        get throws {
            guard parameters.get("partition") != nil else { return nil }
            return Int32(try integer("partition", default: 0, in: 0...Int(Int32.max)))
        }
    }
}
