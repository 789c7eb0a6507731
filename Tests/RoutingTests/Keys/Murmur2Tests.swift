import Routing
import Testing

/// The vectors of Apache Kafka's own test, `UtilsTest.testMurmur2`.
@Test(
    arguments: [
        ("21", -973_932_308),
        ("foobar", -790_332_482),
        ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ("abc", 479_470_107),
    ] as [(String, Int32)])
func murmur2GivesKafkasHashes(text: String, expected: Int32) {
    let hash = Array(text.utf8).withUnsafeBytes { Murmur2.hash($0) }
    #expect(Int32(bitPattern: hash) == expected)
}

@Test func partitionIsTheHashWithoutItsSignModuloTheCount() {
    Array("21".utf8).withUnsafeBytes {
        #expect(Partitioner.partition(key: $0, count: 8) == (-973_932_308 & 0x7FFF_FFFF) % 8)
        #expect(Partitioner.partition(key: $0, count: 1000) == (-973_932_308 & 0x7FFF_FFFF) % 1000)
        #expect(Partitioner.partition(key: $0, count: 1) == 0)
    }
}

@Test func aNullKeyGoesToPartitionZero() {
    #expect(Partitioner.partition(key: nil, count: 8) == 0)
}
