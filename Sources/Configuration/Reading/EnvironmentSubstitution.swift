/// Replaces `${NAME}` by the environment's value, and `${NAME:-text}` by the text when the variable is not set.
/// `$${` stands for a literal `${`.
enum EnvironmentSubstitution {
    /// Why a text could not be completed.
    struct Failure: Error, Equatable {
        let what: String
        let remedy: String
    }

    static func substitute(
        in text: String,
        environment: [String: String],
        unset: UnsetVariables
    ) throws(Failure) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                result += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else {
                    throw Failure(
                        what: "`${` has no closing `}`",
                        remedy: "write ${NAME}, or $${ for the two characters"
                    )
                }
                result += try value(
                    of: rest[rest.index(dollar, offsetBy: 2)..<end],
                    environment: environment,
                    unset: unset
                )
                rest = rest[rest.index(after: end)...]
            } else {
                result.append("$")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private static func value(
        of reference: Substring,
        environment: [String: String],
        unset: UnsetVariables
    ) throws(Failure) -> String {
        var name = reference
        var fallback: Substring?
        if let separator = reference.firstRange(of: ":-") {
            name = reference[..<separator.lowerBound]
            fallback = reference[separator.upperBound...]
        }
        let isName = !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isName else {
            throw Failure(what: "`${\(reference)}` names no environment variable", remedy: "write ${NAME}")
        }
        if let value = environment[String(name)] { return value }
        guard let fallback else {
            if unset == .areEmpty { return "" }
            throw Failure(
                what: "the environment variable \(name) is not set",
                remedy: "set it: export \(name)=…, or write a default: ${\(name):-…}"
            )
        }
        return String(fallback)
    }
}
