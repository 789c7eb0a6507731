import Bytes

/// Writes messages out as the wire wants them.
public struct KafkaWriter: KafkaCoder, ~Copyable {
    public let version: Int16
    let isFlexible: Bool
    var writer: ByteWriter
    /// Where record batches are still to be put in, in order.
    public private(set) var gaps: [RecordGap] = []

    public init(version: Int16, isFlexible: Bool, capacity: Int = 512) {
        self.version = version
        self.isFlexible = isFlexible
        writer = ByteWriter(capacity: capacity)
    }

    /// What has been written, without the bytes that go into the gaps.
    public var bytes: UnsafeRawBufferPointer { writer.bytes }

    /// Length of the message with its gaps filled.
    public var byteCount: Int { gaps.reduce(writer.count) { $0 + $1.byteCount } }

    public mutating func bool(_ value: inout Bool) { writer.append(value ? 1 : 0) }
    public mutating func int8(_ value: inout Int8) { writer.appendBE(value) }
    public mutating func int16(_ value: inout Int16) { writer.appendBE(value) }
    public mutating func int32(_ value: inout Int32) { writer.appendBE(value) }
    public mutating func int64(_ value: inout Int64) { writer.appendBE(value) }

    public mutating func uuid(_ value: inout KafkaUUID) {
        writer.appendBE(value.high)
        writer.appendBE(value.low)
    }

    public mutating func string(_ value: inout String) throws(KafkaProtocolError) { try text(value) }

    public mutating func nullableString(_ value: inout String?) throws(KafkaProtocolError) {
        if let value { try text(value) } else { null(wide: false) }
    }

    public mutating func bytes(_ value: inout [UInt8]) {
        length(value.count, wide: true)
        writer.append(value)
    }

    public mutating func records(_ value: inout RecordSet) {
        length(value.byteCount, wide: true)
        switch value {
        case .bytes(let bytes): writer.append(bytes)
        case .elsewhere(let byteCount):
            if byteCount > 0 { gaps.append(RecordGap(offset: writer.count, byteCount: byteCount)) }
        }
    }

    public mutating func int32Array(_ value: inout [Int32]) {
        length(value.count, wide: true)
        for element in value { writer.appendBE(element) }
    }

    public mutating func stringArray(_ value: inout [String]) throws(KafkaProtocolError) {
        length(value.count, wide: true)
        for element in value { try text(element) }
    }

    public mutating func nullableStringArray(_ value: inout [String]?) throws(KafkaProtocolError) {
        guard var elements = value else { return null(wide: true) }
        try stringArray(&elements)
    }

    public mutating func array<Element: KafkaStructure>(_ value: inout [Element]) throws(KafkaProtocolError) {
        length(value.count, wide: true)
        for element in value {
            // Writing into the array would copy it, and with it the array of every topic.
            var element = element
            try structure(&element)
        }
    }

    public mutating func nullableArray<Element: KafkaStructure>(
        _ value: inout [Element]?
    ) throws(KafkaProtocolError) {
        guard var elements = value else { return null(wide: true) }
        try array(&elements)
    }

    mutating func structure<Element: KafkaStructure>(_ value: inout Element) throws(KafkaProtocolError) {
        try value.code(&self)
        if isFlexible { noTaggedFields() }
    }

    /// We send no tagged fields: each is optional and none is needed.
    mutating func noTaggedFields() { writer.append(0) }

    private mutating func text(_ value: String) throws(KafkaProtocolError) {
        let count = value.utf8.count
        guard count <= Int16.max else { throw .bytes(.malformed("text longer than 32767 bytes", at: writer.count)) }
        length(count, wide: false)
        writer.append(utf8: value)
    }

    private mutating func length(_ length: Int, wide: Bool) {
        if isFlexible {
            writer.appendUnsignedVarint(UInt64(length) + 1)
        } else if wide {
            writer.appendBE(Int32(truncatingIfNeeded: length))
        } else {
            writer.appendBE(Int16(truncatingIfNeeded: length))
        }
    }

    private mutating func null(wide: Bool) {
        if isFlexible {
            writer.append(0)
        } else if wide {
            writer.appendBE(Int32(-1))
        } else {
            writer.appendBE(Int16(-1))
        }
    }
}
