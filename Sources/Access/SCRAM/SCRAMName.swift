/// A user name inside a SCRAM message, where `,` is written `=2C` and `=` is written `=3D`.
///
/// Source: RFC 5802, section 5.1.
enum SCRAMName {
    static func encode(_ name: String) -> [UInt8] {
        name.utf8.flatMap { byte in
            switch byte {
            case UInt8(ascii: ","): Array("=2C".utf8)
            case UInt8(ascii: "="): Array("=3D".utf8)
            default: [byte]
            }
        }
    }

    static func decode(_ bytes: ArraySlice<UInt8>) throws(LoginFailure) -> String {
        var name: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                name.append(byte)
                continue
            }
            switch String(decoding: rest.prefix(2), as: UTF8.self) {
            case "2C": name.append(UInt8(ascii: ","))
            case "3D": name.append(UInt8(ascii: "="))
            default: throw .malformed("the user name in the SCRAM message holds a bare `=`")
            }
            rest = rest.dropFirst(2)
        }
        guard !name.isEmpty, let text = String(validating: name, as: UTF8.self) else {
            throw .malformed("the user name in the SCRAM message is empty or no UTF-8")
        }
        return text
    }
}
