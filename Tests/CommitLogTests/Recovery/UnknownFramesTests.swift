import Bytes
import Testing

@testable import CommitLog

/// Makes the checksum of a changed frame of the first segment right again.
func reseal(_ bytes: inout [UInt8], _ frame: FoundFrame, _ log: LogUUID) {
    let range = Int(frame.position)..<Int(frame.end)
    let crc = bytes[range].withUnsafeBytes {
        CRC32C.checksum(
            UnsafeRawBufferPointer(rebasing: $0[12...]), seed: FrameSeal(log: log).seed(at: frame.position))
    }
    for index in 0..<4 { bytes[range.lowerBound + 8 + index] = UInt8(truncatingIfNeeded: crc >> UInt32(8 * index)) }
}

@Suite struct UnknownFramesTests {
    /// Changes the last frame, which is a mark, and makes its checksum right again.
    private func withLastFrame(_ change: (inout [UInt8]) -> Void) throws -> SimulatedDisk {
        let (disk, _) = try TornTailTests.smallLog()
        let path = disk.segmentPaths[0]
        let last = try #require(try disk.frames().last)
        var frame = Array(disk.bytes(path)[Int(last.position)..<Int(last.end)])
        change(&frame)
        var bytes = disk.bytes(path)
        bytes.replaceSubrange(Int(last.position)..<Int(last.end), with: frame)
        reseal(&bytes, last, try disk.scan().uuid)
        return SimulatedDisk.with(segment: bytes, like: disk)
    }

    private func refusal(_ disk: SimulatedDisk) -> CommitLogError? {
        do {
            try CommitLog.openTest(disk).abandon()
            return nil
        } catch {
            return error as? CommitLogError
        }
    }

    @Test(arguments: [UInt8(12), 99, 200]) func kindsOfOtherVersionsAreRefusedByName(kind: UInt8) throws {
        let error = refusal(try withLastFrame { $0[13] = kind })
        #expect(error?.code == .unsupported)
        #expect(error?.what.contains("kind \(kind)") == true)
    }

    @Test func anotherFormatVersionAndUnknownFlagsAreRefused() throws {
        #expect(refusal(try withLastFrame { $0[12] = 2 })?.code == .unsupported)
        #expect(refusal(try withLastFrame { $0[15] = 0x80 })?.code == .unsupported)
        #expect(refusal(try withLastFrame { _ in }) == nil)
    }

    @Test func aFrameWithImpossibleLengthsIsRefusedAndNeverTrusted() throws {
        // checkpointLength and entryCount reach beyond the frame
        #expect(refusal(try withLastFrame { $0[59] = 0x7F })?.code == .corruption)
        #expect(refusal(try withLastFrame { $0[63] = 0x7F })?.code == .corruption)
    }

    @Test func anUnknownSectionOfStateIsRefusedByName() throws {
        var body = ByteWriter()
        LogState().write(into: &body)
        body.appendLE(6 as UInt16)
        body.appendLE(1 as UInt16)
        body.appendLE(0 as UInt32)
        var cursor = ByteCursor(body.bytes)
        #expect { try LogState(stateBody: &cursor) } throws: {
            if case StateBodyError.unknownSection(tag: 6, version: 1) = $0 { true } else { false }
        }
    }
}
