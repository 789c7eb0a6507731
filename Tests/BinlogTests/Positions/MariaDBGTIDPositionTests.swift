import Bytes
import Testing

@testable import Binlog

struct MariaDBGTIDPositionTests {
    @Test
    func aPositionIsWrittenAsTheServerPrintsIt() throws {
        for text in ["", "0-1-100", "0-1-100,1-2-5", "0-4294967295-18446744073709551615"] {
            #expect(try MariaDBGTIDPosition(text).description == text)
        }
        #expect(try MariaDBGTIDPosition(" 1-2-5 ,\n0-1-100").description == "0-1-100,1-2-5")
    }

    @Test(arguments: ["x", "0-1", "0-1-2-3", "-1-2-3", "0-1-", "4294967296-1-1", "0,1"])
    func textThatIsNoPositionThrows(_ text: String) {
        #expect(throws: BinlogError.self) { _ = try MariaDBGTIDPosition(text) }
    }

    @Test
    func anUpdateMovesOnlyItsDomain() throws {
        var position = try MariaDBGTIDPosition("0-1-100,2-1-7")
        position.update(MariaDBGTID(domain: 0, server: 3, sequence: 101))
        position.update(MariaDBGTID(domain: 1, server: 1, sequence: 1))
        position.update(MariaDBGTID(domain: 9, server: 1, sequence: 1))
        #expect(position.description == "0-3-101,1-1-1,2-1-7,9-1-1")
        #expect(position[2]?.sequence == 7 && position[3] == nil)
    }

    @Test
    func theCompactFormComesBackAndIsNotReadWhenCut() throws {
        let position = try MariaDBGTIDPosition("0-1-100,7-4294967295-18446744073709551615")
        var writer = ByteWriter()
        position.encodeCompact(into: &writer)
        for length in 0...writer.count {
            var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: writer.bytes[..<length]))
            let read = try? MariaDBGTIDPosition(decodingCompact: &cursor)
            #expect(read == (length == writer.count ? position : nil))
        }
    }
}
