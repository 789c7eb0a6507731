import Binlog
import ChangeEvents
import Testing

@Test(
    arguments: [
        (0, "0"), (9, "9"), (10, "10"), (99, "99"), (100, "100"), (12_345, "12345"), (-1, "-1"),
        (.max, "9223372036854775807"), (.min, "-9223372036854775808"),
    ] as [(Int64, String)])
func integersAreNumbers(value: Int64, text: String) throws {
    #expect(try SingleColumn(.longlong).text(.signed(value)) == text)
}

@Test func integersOfEveryLengthHaveAllTheirDigits() throws {
    let column = try SingleColumn(.longlong, isUnsigned: true)
    var power: UInt64 = 1
    for _ in 0..<19 {
        for value in [power - 1, power, power + 1, power * 9] {
            #expect(try column.text(.unsigned(value)) == String(value))
        }
        power *= 10
    }
    #expect(try column.text(.unsigned(.max)) == "18446744073709551615")
}

@Test func unsignedBigintFollowsItsOption() throws {
    let long = try SingleColumn(.longlong, isUnsigned: true, options: options { $0.bigintUnsigned = .long })
    #expect(try long.text(.unsigned(.max)) == "-1")
    #expect(try long.text(.unsigned(1)) == "1")
    let precise = try SingleColumn(.longlong, isUnsigned: true, options: options { $0.bigintUnsigned = .precise })
    // 2^64 - 1 needs a ninth byte for its sign: 00 FF FF FF FF FF FF FF FF.
    #expect(try precise.text(.unsigned(.max)) == "\"AP//////////\"")
    #expect(try precise.text(.unsigned(0)) == "\"AA==\"")
    // The option is about BIGINT alone.
    let int = try SingleColumn(.long, isUnsigned: true, options: options { $0.bigintUnsigned = .precise })
    #expect(try int.text(.unsigned(7)) == "7")
}

@Test(
    arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (-2.5, "-2.5"), (0.1, "0.1"), (100.0, "100.0"),
        (123.456, "123.456"),
        (0.001, "0.001"), (0.0001, "1.0E-4"), (0.00015, "1.5E-4"), (9_999_999.0, "9999999.0"), (1e7, "1.0E7"),
        (12_345_678.9, "1.23456789E7"), (1e15, "1.0E15"), (0.1 + 0.2, "0.30000000000000004"), (1e21, "1.0E21"),
        (.pi, "3.141592653589793"), (.leastNonzeroMagnitude, "4.9E-324"), (Double(bitPattern: 2), "9.9E-324"),
        (Double(bitPattern: 3), "1.5E-323"), (Double(bitPattern: 20), "9.9E-323"),
        (Double(bitPattern: 21), "1.04E-322"),
        (.greatestFiniteMagnitude, "1.7976931348623157E308"),
        (1.0 / 3, "0.3333333333333333"), (123_456_789_012_345_680, "1.2345678901234568E17"),
    ] as [(Double, String)])
func doublesHaveTheFewestDigitsInJavasLayout(value: Double, text: String) throws {
    #expect(try SingleColumn(.double).text(.double(value)) == text)
    #expect(Double(text) == value)
}

@Test(
    arguments: [
        (0, "0.0"), (1, "1.0"), (0.1, "0.1"), (16_777_216, "1.6777216E7"), (3.4028235e38, "3.4028235E38"),
        (0.3, "0.3"), (1.1754944e-38, "1.1754944E-38"), (-123.45, "-123.45"), (99_999.5, "99999.5"),
        (Float(bitPattern: 1), "1.4E-45"), (Float(bitPattern: 7), "9.8E-45"), (Float(bitPattern: 21), "2.9E-44"),
        (Float(bitPattern: 71), "9.9E-44"), (Float(bitPattern: 72), "1.01E-43"),
    ] as [(Float, String)])
func floatsHaveTheFewestDigitsOfAFloat(value: Float, text: String) throws {
    #expect(try SingleColumn(.float).text(.float(value)) == text)
    #expect(Float(text) == value)
}

@Test func infinityAndNaNAreErrors() throws {
    for value in [Double.infinity, -.infinity, .nan] {
        #expect(throws: ChangeEventError.self) { try SingleColumn(.double).text(.double(value)) }
        #expect(throws: ChangeEventError.self) { try SingleColumn(.float).text(.float(Float(value))) }
    }
}

/// Every text reads back as the number, whichever way it was found.
@Test func randomDoublesAreReadBackAsTheyWere() throws {
    var random = SystemRandomNumberGenerator()
    let double = try SingleColumn(.double)
    let float = try SingleColumn(.float)
    for _ in 0..<20_000 {
        let value = Double(bitPattern: random.next())
        if value.isFinite { #expect(try Double(double.text(.double(value))) == value) }
        let short = (Double.random(in: -1e6...1e6) * 1000).rounded() / 1000
        #expect(try Double(double.text(.double(short))) == short)
        let single = Float(bitPattern: random.next())
        if single.isFinite { #expect(try Float(float.text(.float(single))) == single) }
    }
}

@Test(arguments: [(0, "0"), (1901, "1901"), (2155, "2155")] as [(UInt16, String)])
func yearsAreNumbers(value: UInt16, text: String) throws {
    #expect(try SingleColumn(.year).text(.year(value)) == text)
}

@Test func oneBitIsABooleanAndMoreAreLittleEndianBase64() throws {
    let one = try SingleColumn(.bit, metadata: 1)
    #expect(try one.text([1]) { .bit($0) } == "true")
    #expect(try one.text([0]) { .bit($0) } == "false")
    // 0x0102 of BIT(10): bytes 02 01.
    #expect(try SingleColumn(.bit, metadata: 10).text([1, 2]) { .bit($0) } == "\"AgE=\"")
    #expect(
        try SingleColumn(.bit, metadata: 64).text([1, 2, 3, 4, 5, 6, 7, 8]) { .bit($0) } == "\"CAcGBQQDAgE=\"")
}

@Test func nullIsNull() throws {
    #expect(try SingleColumn(.long).text(.null) == "null")
    #expect(try SingleColumn(.varchar, collation: 45).text(.null) == "null")
}
