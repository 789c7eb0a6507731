/// How the records of a batch are compressed; the raw values are those of the batch's attributes.
public enum Compression: UInt8, Sendable, CaseIterable {
    case none = 0
    case gzip = 1
    case lz4 = 3
    case zstd = 4

    /// The name in the configuration: `none`, `gzip`, `lz4`, `zstd`.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// The name in the configuration.
    public var name: String {
        switch self {
        case .none: "none"
        case .gzip: "gzip"
        case .lz4: "lz4"
        case .zstd: "zstd"
        }
    }
}
