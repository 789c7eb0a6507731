/// How the bytes of a text column become UTF-8.
enum TextEncoding {
    case utf8
    case latin1
    case ascii
    /// Collation `binary`: not text at all.
    case binary

    /// The encoding of a collation by the server's number; nil when there is no conversion yet.
    ///
    /// Numbers: MySQL `strings/ctype-*.cc` and INFORMATION_SCHEMA.COLLATIONS. MariaDB's NOPAD collations are the
    /// older number + 1024; its UCA-14.0.0 collations stand in blocks of 256 from 2048 on, utf8mb3 and utf8mb4 first.
    init?(collation: UInt32) {
        switch collation {
        case 2048..<2560: self = .utf8
        case 1024..<2048: self.init(padded: collation - 1024)
        default: self.init(padded: collation)
        }
    }

    private init?(padded collation: UInt32) {
        switch collation {
        case 63: self = .binary
        case 33, 76, 83, 192...215, 223, 576, 577: self = .utf8
        case 45, 46, 224...247, 255...323, 608...610: self = .utf8
        case 5, 8, 15, 31, 47, 48, 49, 94: self = .latin1
        case 11, 65: self = .ascii
        default: return nil
        }
    }
}
