import Foundation
import Testing

@testable import leat

@Suite struct Base64Tests {
    @Test(arguments: 0..<20)
    func everyLengthIsThatOfFoundation(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 83 &+ 201) }
        let text = bytes.withUnsafeBytes { String(decoding: Base64.encode($0), as: UTF8.self) }
        #expect(text == Data(bytes).base64EncodedString())
    }
}
