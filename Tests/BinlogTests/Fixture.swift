import Bytes
import Glibc
import Testing

@testable import Binlog

/// A binlog file that a real server wrote, and what that server's SELECT printed (Fixtures/make-fixtures.sh).
struct Fixture: CustomStringConvertible, Sendable {
    let name: String
    let flavour: FormatDescriptionEvent.Flavour

    static let mariadb = Fixture(name: "mariadb-10.11", flavour: .mariadb)
    static let mysql = Fixture(name: "mysql-9.7", flavour: .mysql)
    static let both = [mariadb, mysql]
    /// Only files of topics (Fixtures/make-encoding-fixtures.sh).
    static let newerMariaDB = Fixture(name: "mariadb-11.8", flavour: .mariadb)

    var description: String { name }
    var binlog: [UInt8] { get throws { try Self.read("\(name).binlog") } }
    var compressed: [UInt8] { get throws { try Self.read("\(name)-compressed.binlog") } }

    func binlog(of topic: String) throws -> [UInt8] { try Self.read("\(name)-\(topic).binlog") }

    /// Sections by their title: what stands behind "# title", then the lines up to the next.
    var golden: [String: [[String]]] { get throws { try Self.sections("\(name).golden") } }

    func golden(of topic: String) throws -> [String: [[String]]] { try Self.sections("\(name)-\(topic).golden") }

    private static func sections(_ file: String) throws -> [String: [[String]]] {
        var sections: [String: [[String]]] = [:]
        var title = ""
        for line in String(decoding: try read(file), as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("# ") {
                title = String(line.dropFirst(2))
                sections[title] = []
            } else {
                sections[title, default: []].append(
                    line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                )
            }
        }
        return sections
    }

    /// The GTID position after everything in the file.
    var goldenGTIDs: String {
        get throws { try golden.keys.filter { $0.hasPrefix("gtid ") }.sorted().map { $0.dropFirst(5) }.joined() }
    }

    private struct Unreadable: Error { let path: String }

    private static func read(_ file: String) throws -> [UInt8] {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let path = "/\(folder)/Fixtures/\(file)"
        guard let handle = fopen(path, "rb") else { throw Unreadable(path: path) }
        defer { fclose(handle) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, handle), count > 0 { bytes += buffer[..<count] }
        return bytes
    }
}

/// Calls `body` for every event of a file, with the checksum verified; a file that ends inside an event throws.
func forEachEvent(
    of file: [UInt8],
    verified: Bool = true,
    _ body: (EventFrame) throws -> Void
) throws {
    try file.withUnsafeBytes { bytes in
        var checksum = ChecksumAlgorithm.none
        var at = 4
        while at < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
            let header = try EventHeader(rest)
            guard Int(header.eventLength) <= rest.count else { throw BinlogError.headerTruncated(bytes: rest.count) }
            let event = UnsafeRawBufferPointer(rebasing: rest[..<Int(header.eventLength)])
            if header.type == .formatDescription, verified {
                checksum = try FormatDescriptionEvent(event: event).checksum
            }
            try body(
                verified
                    ? try EventFrame.verified(event, checksum: checksum) : try EventFrame(event, checksum: .crc32)
            )
            at += event.count
        }
    }
}
