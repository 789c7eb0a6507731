import Bytes
import Testing

/// The check values of the CRC catalogue: the checksum of the ASCII digits 1 to 9.
@Suite struct ChecksumsTests {
    let digits = Array("123456789".utf8)

    @Test func crc32EqualsTheCatalogue() {
        #expect(digits.withUnsafeBytes { CRC32.checksum($0) } == 0xCBF4_3926)
    }

    @Test func crc32cEqualsTheCatalogue() {
        #expect(digits.withUnsafeBytes { CRC32C.checksum($0) } == 0xE306_9283)
    }

    @Test func seedContinuesAChecksum() {
        let (head, tail) = (Array(digits[..<4]), Array(digits[4...]))
        let crc32 = tail.withUnsafeBytes { rest in
            CRC32.checksum(rest, seed: head.withUnsafeBytes { CRC32.checksum($0) })
        }
        let crc32c = tail.withUnsafeBytes { rest in
            CRC32C.checksum(rest, seed: head.withUnsafeBytes { CRC32C.checksum($0) })
        }
        #expect(crc32 == 0xCBF4_3926)
        #expect(crc32c == 0xE306_9283)
    }

    @Test func nothingHasChecksumZero() {
        #expect(CRC32.checksum(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
        #expect(CRC32C.checksum(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
    }
}
