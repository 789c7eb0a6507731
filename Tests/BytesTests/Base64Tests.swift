import Bytes
import Foundation
import Testing

@Suite struct Base64Tests {
    @Test(arguments: 0..<20)
    func everyLengthIsThatOfFoundation(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 83 &+ 201) }
        #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
        #expect(Base64.decode(Base64.text(bytes).utf8) == bytes)
    }

    @Test(arguments: ["A", "AA", "AAA", "A===", "AA=A", "====", "AB==", "AAB=", "AA==AAAA", "AA-_", "AA A", "AAAA\n"])
    func whatIsNoBase64IsRefused(text: String) { #expect(Base64.decode(text.utf8) == nil) }
}
