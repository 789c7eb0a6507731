/// Why a byte sequence could not be read. Never worth a retry: the same bytes give the same answer.
public enum BytesError: Error, Equatable {
    /// Fewer bytes were left than the format needs.
    case truncated(needed: Int, left: Int, offset: Int)
    /// The bytes are there but do not make a legal value of the format.
    case malformed(StaticStringDescription, offset: Int)

    @inlinable
    public static func malformed(_ what: StaticString, at offset: Int) -> BytesError {
        .malformed(StaticStringDescription(text: what), offset: offset)
    }
}

/// A message that is known at compile time: an error made on the hot path allocates nothing.
public struct StaticStringDescription: Sendable, Equatable, CustomStringConvertible {
    public let text: StaticString

    @inlinable
    public init(text: StaticString) { self.text = text }

    public var description: String { text.description }

    public static func == (one: Self, other: Self) -> Bool { one.description == other.description }
}

extension BytesError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let needed, let left, let offset):
            "\(needed) bytes needed at offset \(offset), \(left) left"
        case .malformed(let what, let offset):
            "\(what) at offset \(offset)"
        }
    }
}
