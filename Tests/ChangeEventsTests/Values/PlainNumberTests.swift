import Bytes
import Testing

@testable import ChangeEvents

/// Java's DecimalFormat("0.################"), as JTS uses it.
@Test(
    arguments: [
        (0, "0"), (-0.0, "-0"), (1, "1"), (-71.064544, "-71.064544"), (0.1, "0.1"), (1e-16, "0.0000000000000001"),
        (4e-17, "0"), (5e-17, "0"), (6e-17, "0.0000000000000001"),
        (2.5e-16, "0.0000000000000003"), (3.5e-16, "0.0000000000000004"), (1.35e-16, "0.0000000000000001"),
        (0.12345678901234565, "0.1234567890123456"), (1.5e-15, "0.0000000000000015"), (123456.789, "123456.789"),
        (1e21, "1000000000000000000000"), (0.1 + 0.2, "0.3"), (1.0 / 3, "0.3333333333333333"), (100, "100"),
        (2.0 / 3, "0.6666666666666666"), (.leastNonzeroMagnitude, "0"), (9007199254740992, "9007199254740992"),
    ] as [(Double, String)])
func coordinatesStandWithoutAnExponent(number: Double, expected: String) {
    #expect(plain(number) == expected)
}

@Test func theLargestNumberFits() {
    let text = plain(-Double.greatestFiniteMagnitude)
    #expect(text.hasPrefix("-17976931348623157000"))
    #expect(text.count == 310)
    #expect(text.count <= FloatingPointText.plainLengthMax)
}

private func plain(_ number: Double) -> String {
    var writer = ByteWriter()
    var out = DigitOutput(writer.freeSpace(FloatingPointText.plainLengthMax))
    FloatingPointText.appendPlain(number, to: &out)
    writer.commit(upTo: out.at)
    return writer.text
}
