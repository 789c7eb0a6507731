import Glibc
import Testing

@testable import CommitLog

@Suite struct SegmentFillerTests {
    /// A directory on the real disk, removed with the object.
    final class Directory {
        let path: String
        init() {
            var template = Array("/tmp/commitlog-test-XXXXXX".utf8CString)
            path = String(cString: mkdtemp(&template))
        }
        deinit {
            for name in ["/log", ""] {
                for file in (try? PosixFileSystem().list(path + name)) ?? [] { unlink(path + name + "/" + file) }
                rmdir(path + name)
            }
        }
    }

    @Test func zerosAheadOfTheWriterNeverCoverARecord() throws {
        let directory = Directory()
        let configuration = CommitLogConfiguration(
            directory: directory.path,
            durability: .os,
            segmentBytes: 6 << 20,
            preallocateBytesMax: 4 << 20
        )
        var log = try CommitLog.open(configuration)
        let partition = try log.makeTopic()[0]
        for number in 0..<3000 {
            try log.append(partition, payload: [UInt8](repeating: UInt8(number % 251 + 1), count: 5000))
        }
        #expect(log.waitForWatermark(partition, atLeast: 3000, milliseconds: 60_000))
        for isReopened in [false, true] {
            if isReopened {
                log.close()
                log = try CommitLog.open(configuration)
            }
            let contents = try log.contents(partition)
            #expect(contents.count == 3000)
            for (number, batch) in contents.enumerated() {
                let byte = UInt8(number % 251 + 1)
                #expect(batch.payload.allSatisfy { $0 == byte })
            }
        }
        #expect(log.statistics.segments > 1)
        log.close()
    }

    @Test func anIdleLogTakesLittleSpace() throws {
        let directory = Directory()
        let log = try CommitLog.open(CommitLogConfiguration(directory: directory.path))
        let partition = try log.makeTopic()[0]
        try log.appendAndWait(partition)
        log.close()
        let names = try PosixFileSystem().list(directory.path + "/log")
        #expect(names.count == 1)
        let length = try PosixFileSystem().open(directory.path + "/log/" + names[0], create: false).length()
        #expect(length <= 5 << 20)
    }

    @Test func theRealDirectoryIsLockedAgainstASecondOpen() throws {
        let directory = Directory()
        let configuration = CommitLogConfiguration(directory: directory.path)
        let log = try CommitLog.open(configuration)
        #expect { try CommitLog.open(configuration) } throws: { error in
            let error = error as? CommitLogError
            return error?.code == .inUse && error?.what.contains("in use by another process") == true
        }
        log.close()
        try CommitLog.open(configuration).close()
    }
}
