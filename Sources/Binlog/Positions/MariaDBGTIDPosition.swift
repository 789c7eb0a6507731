import Bytes

/// Identity of a MariaDB event group: `domain-server-sequence`.
public struct MariaDBGTID: Sendable, Hashable {
    public let domain: UInt32
    public let server: UInt32
    public let sequence: UInt64

    @inlinable
    public init(domain: UInt32, server: UInt32, sequence: UInt64) {
        self.domain = domain
        self.server = server
        self.sequence = sequence
    }
}

extension MariaDBGTID: CustomStringConvertible {
    public var description: String { "\(domain)-\(server)-\(sequence)" }
}

/// A place in MariaDB's binlog: the last GTID of each domain, as in `@@gtid_binlog_pos` and `@slave_connect_state`.
public struct MariaDBGTIDPosition: Sendable, Equatable {
    /// One a domain, sorted by domain.
    public private(set) var gtids: [MariaDBGTID]

    /// Before the first GTID of every domain.
    public init() { gtids = [] }

    /// Reads a position as the server prints it: "0-1-100,1-2-5". Of several in a domain the last counts.
    ///
    /// Throws `BinlogError.malformedPosition` naming the part that does not fit.
    public init(_ text: String) throws(BinlogError) {
        self.init()
        for part in text.utf8.split(separator: 0x2C) {
            let shown = String(decoding: part.filter { $0 > 0x20 }, as: UTF8.self)
            if shown.isEmpty { continue }
            let numbers = shown.split(separator: "-", omittingEmptySubsequences: false)
            guard numbers.count == 3, let domain = UInt32(numbers[0]), let server = UInt32(numbers[1]),
                let sequence = UInt64(numbers[2])
            else { throw .malformedPosition("'\(shown)' is no MariaDB GTID (domain-server-sequence)") }
            update(MariaDBGTID(domain: domain, server: server, sequence: sequence))
        }
    }

    /// Moves the GTID's domain to it.
    public mutating func update(_ gtid: MariaDBGTID) {
        // Few domains exist, nearly always one: a scan is faster than a dictionary.
        for index in gtids.indices where gtids[index].domain >= gtid.domain {
            if gtids[index].domain == gtid.domain { gtids[index] = gtid } else { gtids.insert(gtid, at: index) }
            return
        }
        gtids.append(gtid)
    }

    /// The last GTID of a domain, nil when there was none.
    public subscript(domain: UInt32) -> MariaDBGTID? { gtids.first { $0.domain == domain } }

    /// Our own form for checkpoints; all numbers are unsigned varints: count, { domain, server, sequence } ….
    public func encodeCompact(into writer: inout ByteWriter) {
        writer.appendUnsignedVarint(UInt64(gtids.count))
        for gtid in gtids {
            writer.appendUnsignedVarint(UInt64(gtid.domain))
            writer.appendUnsignedVarint(UInt64(gtid.server))
            writer.appendUnsignedVarint(gtid.sequence)
        }
    }

    public init(decodingCompact cursor: inout ByteCursor) throws(BytesError) {
        self.init()
        for _ in 0..<(try cursor.unsignedVarint()) {
            let at = cursor.offset
            guard let domain = UInt32(exactly: try cursor.unsignedVarint()),
                let server = UInt32(exactly: try cursor.unsignedVarint())
            else { throw .malformed("domain or server over 32 bits", at: at) }
            update(MariaDBGTID(domain: domain, server: server, sequence: try cursor.unsignedVarint()))
        }
    }
}

extension MariaDBGTIDPosition: CustomStringConvertible {
    /// As the server prints it.
    public var description: String { gtids.map(\.description).joined(separator: ",") }
}
