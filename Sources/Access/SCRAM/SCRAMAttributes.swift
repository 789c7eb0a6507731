import Bytes

/// The `a=value` parts of a SCRAM message, separated by commas.
///
/// Source: RFC 5802, section 7.
struct SCRAMAttributes {
    let list: [(name: UInt8, value: ArraySlice<UInt8>)]

    /// - Throws: `malformed` when a part is no attribute, or when the first is an extension that must be understood.
    init(_ bytes: ArraySlice<UInt8>) throws(LoginFailure) {
        var list: [(name: UInt8, value: ArraySlice<UInt8>)] = []
        for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard part.count >= 2, let name = part.first, Self.isLetter(name),
                part[part.startIndex + 1] == UInt8(ascii: "=")
            else { throw .malformed("a part of the SCRAM message is no attribute") }
            list.append((name, part[(part.startIndex + 2)...]))
        }
        if list.first?.name == UInt8(ascii: "m") {
            throw .unsupported("the SCRAM message needs an extension that is not offered here")
        }
        self.list = list
    }

    /// The value of the attribute that must stand at a place.
    func value(_ name: Character, at index: Int) throws(LoginFailure) -> ArraySlice<UInt8> {
        guard list.indices.contains(index), list[index].name == name.asciiValue else {
            throw .malformed("the SCRAM message has no `\(name)=` where it belongs")
        }
        return list[index].value
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    /// A nonce is printable ASCII without commas, and long enough that it does not come again.
    static func checkNonce(_ nonce: ArraySlice<UInt8>) throws(LoginFailure) {
        guard (8...512).contains(nonce.count), nonce.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed("the SCRAM nonce has fewer than 8 or more than 512 characters, or unprintable ones")
        }
    }

    /// A fresh nonce of 24 random bytes, in Base64.
    static func freshNonce() -> [UInt8] { RandomBytes.make(24).withUnsafeBytes { Base64.encode($0) } }
}
