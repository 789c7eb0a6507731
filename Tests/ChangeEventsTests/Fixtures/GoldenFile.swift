import Glibc
import Testing

/// A file of messages as they must be, one in each line.
///
/// With LEAT_WRITE_GOLDEN in the environment the file is written instead of compared: a change of it is a change of
/// the format, to be read line by line against the peer's code.
struct GoldenFile {
    private static let directory =
        String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex)) + "/../Golden/"

    let name: String

    func expect(_ lines: [String]) throws {
        let path = Self.directory + name
        if getenv("LEAT_WRITE_GOLDEN") != nil {
            let file = try #require(fopen(path, "w"))
            for line in lines { fputs(line + "\n", file) }
            fclose(file)
        }
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        let expected = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
        #expect(expected.count == lines.count)
        for (line, expected) in zip(lines, expected) { #expect(line == expected) }
    }
}
