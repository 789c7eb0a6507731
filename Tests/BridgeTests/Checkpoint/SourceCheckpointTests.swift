import Testing

@testable import Bridge

@Suite struct SourceCheckpointTests {
    static let every: [SourceCheckpoint] = [
        SourceCheckpoint(
            mode: .file, generation: 3, file: "binlog.000012", position: 5_000_000_000,
            commitMicroseconds: 1_700_000_000_123_456, identity: "server-ü"),
        SourceCheckpoint(
            mode: .mysqlGTID, generation: .max, file: "b.1", position: .max, commitMicroseconds: -1, identity: "",
            gtid: "0d80bc85-e593-11f1-b9a8-02fc00000001:1-17:tag:1"),
        SourceCheckpoint(mode: .mariadbGTID, file: "", position: 4, identity: "m", gtid: "0-7-18,3-9-1000"),
    ]

    @Test(arguments: every)
    func whatIsEncodedIsDecoded(checkpoint: SourceCheckpoint) throws {
        #expect(try SourceCheckpoint(decoding: checkpoint.encoded) == checkpoint)
    }

    @Test func bytesAreThoseOfTheDrawing() {
        let checkpoint = SourceCheckpoint(
            mode: .mariadbGTID, generation: 0x0403_0201, file: "f", position: 0x0807_0605_0403_0201,
            commitMicroseconds: 5, identity: "id", gtid: "0-1-2")
        let expected: [UInt8] =
            [1, 3, 0, 0, 1, 2, 3, 4] + [1, 2, 3, 4, 5, 6, 7, 8] + [5, 0, 0, 0, 0, 0, 0, 0]
            + [1, 0, 2, 0, 5, 0, 0, 0] + Array("fid0-1-2".utf8)
        #expect(checkpoint.encoded == expected)
    }

    @Test(arguments: every)
    func truncatedAtAnyByteItIsRefused(checkpoint: SourceCheckpoint) {
        let bytes = checkpoint.encoded
        for count in 0..<bytes.count {
            #expect(throws: CheckpointError.self) { try SourceCheckpoint(decoding: Array(bytes[..<count])) }
        }
    }

    @Test func laterVersionIsRefusedAndNamed() throws {
        var bytes = Self.every[0].encoded
        bytes[0] = 2
        let error = #expect(throws: CheckpointError.self) { try SourceCheckpoint(decoding: bytes) }
        #expect(error?.description.contains("later version") == true)
    }

    @Test(arguments: [0, 4, 255] as [UInt8])
    func unknownModeIsRefusedAndNamed(mode: UInt8) {
        var bytes = Self.every[0].encoded
        bytes[1] = mode
        let error = #expect(throws: CheckpointError.self) { try SourceCheckpoint(decoding: bytes) }
        #expect(error?.description.contains("unknown position mode") == true)
    }

    @Test func textIsWhatOperatorsWrite() {
        #expect(Self.every[0].text == "file:binlog.000012:5000000000")
        #expect(Self.every[2].text == "gtid:0-7-18,3-9-1000")
    }
}
