import Bytes
import Testing

@Test func whatWasCommittedIsContentAndTheRestIsNot() {
    var writer = ByteWriter(capacity: 16)
    writer.append("ab")
    let start = writer.freeSpace(100)
    start.storeBytes(of: 0x63, as: UInt8.self)
    (start + 1).storeBytes(of: 0x64, as: UInt8.self)
    #expect(writer.count == 2)
    writer.commit(upTo: start + 1)
    #expect(Array(writer.bytes) == Array("abc".utf8))
    #expect(writer.reservedCapacity >= 102)
}

@Test func committingNothingChangesNothing() {
    var writer = ByteWriter(capacity: 16)
    writer.append("ab")
    let start = writer.freeSpace(8)
    writer.commit(upTo: start)
    #expect(Array(writer.bytes) == Array("ab".utf8))
}
