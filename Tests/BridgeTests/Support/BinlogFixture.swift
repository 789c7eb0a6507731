import Binlog
import Glibc

/// A binlog that a real server wrote (Tests/BinlogTests/Fixtures), cut into events as the reader hands them on: header
/// and body, the checksum checked and cut off.
struct BinlogFixture: CustomStringConvertible, Sendable {
    let name: String
    let flavour: FormatDescriptionEvent.Flavour

    static let mariadb = BinlogFixture(name: "mariadb-10.11", flavour: .mariadb)
    static let mysql = BinlogFixture(name: "mysql-9.7", flavour: .mysql)
    static let both = [mariadb, mysql]

    var description: String { name }

    struct Unreadable: Error { let path: String }

    /// The file's length.
    var fileBytes: UInt64 { get throws { UInt64(try file.count) } }

    private var file: [UInt8] {
        get throws {
            let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
            let path = "/\(tests)/BinlogTests/Fixtures/\(name).binlog"
            guard let handle = fopen(path, "rb") else { throw Unreadable(path: path) }
            defer { fclose(handle) }
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let count = fread(&bytes, 1, bytes.count, handle)
            return Array(bytes[..<count])
        }
    }

    /// All events of the file.
    var events: [[UInt8]] {
        get throws {
            try file.withUnsafeBytes { bytes in
                var events: [[UInt8]] = []
                var at = 4
                while at < bytes.count {
                    let length = Int(try EventHeader(UnsafeRawBufferPointer(rebasing: bytes[at...])).eventLength)
                    let event = UnsafeRawBufferPointer(rebasing: bytes[at..<at + length])
                    _ = try EventFrame.verified(event, checksum: .crc32)
                    events.append(Array(event.dropLast(4)))
                    at += length
                }
                return events
            }
        }
    }

    /// The events without the XA transaction: as if the server had filtered it.
    var eventsWithoutXA: [[UInt8]] {
        get throws {
            var groups: [[[UInt8]]] = [[]]
            for event in try events {
                switch event.type {
                case .gtid, .gtidTagged, .mariaDBGTID: groups.append([event])
                default: groups[groups.count - 1].append(event)
                }
            }
            return try groups.filter { try !$0.contains { try $0.isXA } }.flatMap { $0 }
        }
    }
}

extension [UInt8] {
    /// The type of the event that these bytes are.
    var type: EventType { EventType(rawValue: self[4]) }

    /// Where the event ends in its file.
    var endPosition: UInt32 {
        withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 13, as: UInt32.self)) }
    }

    func withFrame<Result>(_ body: (EventFrame) throws -> Result) throws -> Result {
        try withUnsafeBytes {
            try body(EventFrame(header: EventHeader($0), body: UnsafeRawBufferPointer(rebasing: $0[19...])))
        }
    }

    var isXA: Bool {
        get throws {
            if type == .xaPrepare { return true }
            return type == .query ? try withFrame { try QueryEvent($0).isXA } : false
        }
    }
}
