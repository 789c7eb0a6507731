import Binlog
import Testing

@testable import Bridge

@Suite struct GTIDTextTests {
    func texts(_ gtids: [GTID?]) -> [String?] {
        var text = GTIDText()
        return gtids.map { gtid in
            text.set(gtid)
            return text.bytes.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func eachTransactionsTextIsItsOwn() throws {
        let one = try #require(ServerUUID("0d80bc85-e593-11f1-b9a8-02fc00000001"))
        let other = try #require(ServerUUID("11111111-2222-3333-4444-555555555555"))
        let tag = try #require(GTIDTag("tag".utf8))
        let gtids: [GTID?] = [
            GTID(uuid: one, number: 99_999), GTID(uuid: one, number: 1), GTID(uuid: one, tag: tag, number: 2),
            GTID(uuid: one, number: 3), nil, GTID(uuid: one, number: 4), GTID(uuid: other, number: 5),
        ]
        #expect(texts(gtids) == gtids.map { $0?.description })
        #expect(texts(gtids)[2] == "0d80bc85-e593-11f1-b9a8-02fc00000001:tag:2")
    }

    @Test func mariadbsTextIsDomainServerAndSequence() {
        var text = GTIDText()
        text.set(MariaDBGTID(domain: 4_294_967_295, server: 7, sequence: .max))
        text.set(MariaDBGTID(domain: 0, server: 10, sequence: 23))
        #expect(text.bytes.map { String(decoding: $0, as: UTF8.self) } == "0-10-23")
    }
}
