import Testing

@testable import leat

@Suite struct TableTests {
    @Test func columnsAreAligned() {
        var table = Table("NAME", "N", "X", numbers: [1])
        table.add("a", "100", "left")
        table.add("longer", "7", "")
        #expect(table.text == "NAME      N  X\na       100  left\nlonger    7\n")
    }
}
