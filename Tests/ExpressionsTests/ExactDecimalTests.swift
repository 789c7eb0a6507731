import Testing

@testable import Expressions

@Suite struct ExactDecimalTests {
    private func text(_ number: ExactDecimal?) -> String? {
        guard let number else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { buffer in
            String(decoding: buffer[..<number.write(into: buffer)], as: UTF8.self)
        }
    }

    private func number(_ text: String) throws -> ExactDecimal {
        let number = try #require(ExactDecimal(text.drop { $0 == "-" }))
        return text.hasPrefix("-") ? number.negated : number
    }

    @Test(arguments: [
        "0", "0.00", "1", "-1.50", "0.000001", "99999999999999999999999999999999999999999999999999999999999999999",
        "123456789012345678901234567890.123456789012345678901234567890", "10000000000000000000",
        "-100000000000000000000.5",
    ])
    func textComesBack(number written: String) throws {
        #expect(text(try number(written)) == written)
    }

    @Test(arguments: [
        ("1.5", "2.25", "3.75", "-0.75", "3.375"), ("-1", "1", "0", "-2", "-1"), ("0.5", "-0.5", "0.0", "1.0", "-0.25"),
        ("99999999999999999999", "0.1", "99999999999999999999.1", "99999999999999999998.9", "9999999999999999999.9"),
    ])
    func sumsDifferencesAndProductsAreExact(
        one: String, other: String, sum: String, difference: String, product: String
    ) throws {
        let (one, other) = (try number(one), try number(other))
        #expect(text(one + other) == sum)
        #expect(text(one + other.negated) == difference)
        #expect(text(one * other) == product)
    }

    @Test func ordersAreExactAcrossScales() throws {
        let large = try number("99999999999999999999999999999999999999999999999999999999999999999")
        let small = try number("0.000000000000000000000000000001")
        #expect(large.compared(to: small) > 0)
        #expect(small.compared(to: large) < 0)
        #expect(large.negated.compared(to: small) < 0)
        #expect(try number("1.50").compared(to: try number("1.5")) == 0)
        #expect(try number("-1.50").compared(to: try number("-1.4")) < 0)
    }

    @Test(arguments: [
        ("1", "3", 4, "0.3333"), ("2", "3", 4, "0.6667"), ("-10.5", "3.25", 5, "-3.23077"), ("1", "8", 2, "0.13"),
    ])
    func quotientsRoundHalfAwayFromZero(one: String, other: String, scale: Int, expected: String) throws {
        #expect(text(ExactDecimal.quotient(try number(one), by: try number(other), scale: scale)) == expected)
    }

    @Test func wholeQuotientsTruncate() throws {
        let result = try #require(ExactDecimal.divide(try number("-7.5"), by: try number("2")))
        #expect(result.quotient == -3)
        #expect(text(result.remainder) == "-1.5")
        let wide = try number("1" + String(repeating: "0", count: 50))
        #expect(
            try #require(ExactDecimal.divide(wide, by: try number("1" + String(repeating: "0", count: 40)))).quotient
                == 10_000_000_000)
    }

    @Test func doublesAreTheNearest() throws {
        #expect(try number("0.1").double == 0.1)
        #expect(try number("123456789012345678901.5").double == 123456789012345683968)
        #expect(try number("-2.50").double == -2.5)
    }
}
