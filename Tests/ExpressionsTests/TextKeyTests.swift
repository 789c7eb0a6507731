import Bytes
import Testing

@testable import Expressions

@Suite struct TextKeyTests {
    private static let alphabet = [
        "a", "A", "b", "ä", "ß", " ", " ", "\t", "!", "\0", "€", "中", "😀", "ﬀ", "\u{300}", "1", "œ", "\u{1F}",
    ]

    @Test(arguments: Collation.names)
    func `keys compare as their texts do`(name: String) throws {
        let order = TextOrder(try #require(Collation.named(name)))
        var random = SeededGenerator(seed: 7)
        func key(_ text: String) -> [UInt8] {
            var out = ByteWriter()
            Array(text.utf8).withUnsafeBytes { order.appendKey($0, to: &out) }
            return Array(out.bytes)
        }
        for _ in 0..<4000 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 0...5, using: &random)).map { _ in random.pick(Self.alphabet) }.joined()
            }
            let expected = Array(texts[0].utf8).withUnsafeBytes { one in
                Array(texts[1].utf8).withUnsafeBytes { order.compare(one, $0).signum() }
            }
            let (one, other) = (key(texts[0]), key(texts[1]))
            let found = one == other ? 0 : one.lexicographicallyPrecedes(other) ? -1 : 1
            #expect(found == expected, "\(texts)")
            #expect(one == other || !other.starts(with: one))
        }
    }
}
