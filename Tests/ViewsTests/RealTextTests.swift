import Testing

@testable import Views

@Suite struct RealTextTests {
    @Test(arguments: [
        (0.1, "0.1"), (1e15, "1e15"), (999_999_999_999_999, "999999999999999"), (-2.5, "-2.5"), (1e-5, "0.00001"),
        (1.5e-20, "1.5e-20"), (1e20, "1e20"), (100, "100"), (1.2345678901234568e17, "1.2345678901234568e17"),
        (-0.0, "0"),
    ])
    func `numbers are written as the server writes them`(number: Double, text: String) {
        #expect(RealText.text(number) == text)
    }
}
