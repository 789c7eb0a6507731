import Bytes
import Testing

@Suite struct ByteWriterJSONTests {
    private func text(_ body: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter(capacity: 16)
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("", "\"\""), ("plain", "\"plain\""), ("a\"b\\c", "\"a\\\"b\\\\c\""), ("\n\r\t", "\"\\n\\r\\t\""),
        ("\u{1}\u{1f}", "\"\\u0001\\u001f\""), ("订单 é", "\"订单 é\""),
    ])
    func `a text becomes a JSON string`(plain: String, expected: String) {
        #expect(text { $0.appendJSON(plain) } == expected)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the examples of RFC 4648 come out`(plain: String, expected: String) {
        #expect(text { writer in Array(plain.utf8).withUnsafeBytes { writer.appendBase64($0) } } == expected)
    }

    @Test func `every digit of Base64 is used`() {
        let bytes: [UInt8] = [0x00, 0x10, 0x83, 0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF]
        #expect(text { writer in bytes.withUnsafeBytes { writer.appendBase64($0) } } == "ABCD++++////")
    }
}
