import Glibc
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

/// Recorded from kafka-python's port of the Java client (Fixtures/make-murmur2.py).
@Test func tenThousandKeysGoWhereTheJavaClientSendsThem() throws {
    let path = "\(#filePath)".replacing("Keys/Murmur2Tests.swift", with: "Fixtures/murmur2.bin")
    let file = try #require(fopen(path, "rb"))
    defer { fclose(file) }
    var expected = [UInt32](repeating: 0, count: 10_000)
    #expect(expected.withUnsafeMutableBytes { fread($0.baseAddress, 1, 40_000, file) } == 40_000)
    var wrong: [Int] = []
    for index in 0..<10_000 {
        var state = UInt64(index)
        var key: [UInt8] = []
        while key.count < index % 64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            withUnsafeBytes(of: (word ^ word >> 31).littleEndian) { key += $0 }
        }
        let hash = UInt32(littleEndian: expected[index])
        let isRight = key.prefix(index % 64).withUnsafeBufferPointer { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            return Murmur2.hash(raw) == hash
                && Partitioner.partition(key: raw, count: 8) == Int32(hash & 0x7FFF_FFFF) % 8
        }
        if !isRight { wrong.append(index) }
    }
    #expect(wrong.isEmpty)
}
