import Bytes

/// Fills messages in from bytes that came over the wire.
///
/// Every length is checked against what is left before anything is allocated; the array elements of a whole message
/// have a limit, and so has the memory that it may take (a multiple of its own bytes), so a size that lies costs
/// nothing. Messages nest as deep as their types do, three arrays at most.
public struct KafkaReader: KafkaCoder {
    public let version: Int16
    let isFlexible: Bool
    var cursor: ByteCursor
    var elementsLeft: Int
    let elementsMax: Int
    var memoryLeft: Int
    let memoryBytesMax: Int

    /// Memory that a message may take for each of its bytes. The densest legal request is one byte for an empty text,
    /// which takes 16 in an array.
    public static let memoryPerByteMax = 20
    /// Memory that a message may take whatever its length.
    public static let memoryBytesFree = 64 << 10

    /// - Parameters:
    ///   - elementsMax: array elements that one message may have in all.
    ///   - memoryPerByteMax: memory that the message may take for each of its bytes.
    public init(
        _ bytes: UnsafeRawBufferPointer,
        version: Int16,
        isFlexible: Bool,
        elementsMax: Int = 1_000_000,
        memoryPerByteMax: Int = KafkaReader.memoryPerByteMax
    ) {
        self.version = version
        self.isFlexible = isFlexible
        cursor = ByteCursor(bytes)
        elementsLeft = elementsMax
        self.elementsMax = elementsMax
        memoryBytesMax = bytes.count * memoryPerByteMax + KafkaReader.memoryBytesFree
        memoryLeft = memoryBytesMax
    }

    /// Bytes not yet read.
    public var remaining: Int { cursor.remaining }

    private mutating func read<Value>(
        _ body: (inout ByteCursor) throws(BytesError) -> Value
    ) throws(KafkaProtocolError) -> Value {
        do throws(BytesError) { return try body(&cursor) } catch { throw .bytes(error) }
    }

    public mutating func bool(_ value: inout Bool) throws(KafkaProtocolError) {
        value = try read { cursor throws(BytesError) in try cursor.u8() } != 0
    }

    public mutating func int8(_ value: inout Int8) throws(KafkaProtocolError) {
        value = try read { cursor throws(BytesError) in try cursor.i8() }
    }

    public mutating func int16(_ value: inout Int16) throws(KafkaProtocolError) {
        value = try read { cursor throws(BytesError) in try cursor.i16be() }
    }

    public mutating func int32(_ value: inout Int32) throws(KafkaProtocolError) {
        value = try read { cursor throws(BytesError) in try cursor.i32be() }
    }

    public mutating func int64(_ value: inout Int64) throws(KafkaProtocolError) {
        value = try read { cursor throws(BytesError) in try cursor.i64be() }
    }

    public mutating func uuid(_ value: inout KafkaUUID) throws(KafkaProtocolError) {
        value = try read { cursor throws(BytesError) in
            KafkaUUID(high: try cursor.u64be(), low: try cursor.u64be())
        }
    }

    public mutating func string(_ value: inout String) throws(KafkaProtocolError) {
        let at = cursor.offset
        guard let text = try text() else { throw .negativeLength(-1, offset: at) }
        value = text
    }

    public mutating func nullableString(_ value: inout String?) throws(KafkaProtocolError) { value = try text() }

    public mutating func bytes(_ value: inout [UInt8]) throws(KafkaProtocolError) {
        // A null is read as empty: librdkafka sends a null assignment where the definition says bytes.
        let view = try view(length: try length(wide: true)) ?? UnsafeRawBufferPointer(start: nil, count: 0)
        try charge(count: view.count, of: UInt8.self)
        value = Array(view)
    }

    public mutating func records(_ value: inout RecordSet) throws(KafkaProtocolError) {
        var copy: [UInt8] = []
        try bytes(&copy)
        value = .bytes(copy)
    }

    public mutating func int32Array(_ value: inout [Int32]) throws(KafkaProtocolError) {
        value.removeAll()
        let count = try elementCount(elementBytesMin: 4) ?? 0
        try charge(count: count, of: Int32.self)
        value.reserveCapacity(count)
        for _ in 0..<count { value.append(try read { cursor throws(BytesError) in try cursor.i32be() }) }
    }

    public mutating func stringArray(_ value: inout [String]) throws(KafkaProtocolError) {
        var read: [String]?
        try nullableStringArray(&read)
        value = read ?? []
    }

    public mutating func nullableStringArray(_ value: inout [String]?) throws(KafkaProtocolError) {
        value = nil
        guard let count = try elementCount(elementBytesMin: 1) else { return }
        try charge(count: count, of: String.self)
        var read: [String] = []
        read.reserveCapacity(count)
        for _ in 0..<count {
            var element = ""
            try string(&element)
            read.append(element)
        }
        value = read
    }

    public mutating func array<Element: KafkaStructure>(_ value: inout [Element]) throws(KafkaProtocolError) {
        var read: [Element]?
        try nullableArray(&read)
        value = read ?? []
    }

    public mutating func nullableArray<Element: KafkaStructure>(
        _ value: inout [Element]?
    ) throws(KafkaProtocolError) {
        value = nil
        guard let count = try elementCount(elementBytesMin: 1) else { return }
        try charge(count: count, of: Element.self)
        var read: [Element] = []
        read.reserveCapacity(count)
        for _ in 0..<count {
            var element = Element()
            try structure(&element)
            read.append(element)
        }
        value = read
    }

    /// A structure with the tagged fields that end it in flexible versions. None of them changes what we do, so they
    /// are passed over.
    mutating func structure<Element: KafkaStructure>(_ value: inout Element) throws(KafkaProtocolError) {
        try value.code(&self)
        if isFlexible { try skipTaggedFields() }
    }

    mutating func skipTaggedFields() throws(KafkaProtocolError) {
        try read { cursor throws(BytesError) in
            // Each field costs at least two bytes, so the loop ends with the message whatever the count says.
            var left = try cursor.unsignedVarint()
            while left > 0 {
                _ = try cursor.unsignedVarint()
                let at = cursor.offset
                guard let length = Int(exactly: try cursor.unsignedVarint()) else {
                    throw .malformed("tagged field too long", at: at)
                }
                try cursor.skip(length)
                left -= 1
            }
        }
    }
}
