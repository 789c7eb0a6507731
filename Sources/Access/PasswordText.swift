/// Which texts can be a user's name or password.
///
/// RFC 5802 has both prepared with SASLprep, which leaves printable ASCII as it is and maps other letters in ways that
/// Kafka's clients do not carry out alike: the Java client and librdkafka send the bytes as they were typed. So names and
/// passwords are printable ASCII here, where all agree; anything else is refused when the user is made.
public enum PasswordText {
    /// Longest password in bytes; PBKDF2 gains nothing beyond the block of its hash.
    public static let bytesMax = 128
    static let nameBytesMax = 64

    /// Why a text cannot be a password; nil when it can.
    public static func fault(_ password: String) -> String? {
        if password.isEmpty { return "the password is empty" }
        if password.utf8.count > bytesMax { return "the password is longer than \(bytesMax) characters" }
        guard password.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return "the password holds characters other than printable ASCII, which Kafka's clients encode differently"
        }
        return nil
    }

    /// Letters, digits and `. _ @ + -`: what neither SCRAM (`,` `=`) nor HTTP (`:`) gives a meaning of its own.
    public static func isLegalName(_ name: String) -> Bool {
        (1...nameBytesMax).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._@+-".utf8.contains(byte)
                }
            }
    }
}
