import Bytes

/// One event cut into header and body. It is a view: valid only while the event's memory is.
public struct EventFrame {
    public let header: EventHeader
    /// Everything between the header and the checksum.
    public let body: UnsafeRawBufferPointer

    /// Cuts a whole event, without a look at its checksum.
    ///
    /// - Parameter checksum: what the last FORMAT_DESCRIPTION event said; a FORMAT_DESCRIPTION event itself is cut by
    ///   `FormatDescriptionEvent`, because it says how it is itself checksummed.
    /// Throws when the header is malformed or its length is not that of `event`.
    @inlinable @inline(__always)
    public init(_ event: UnsafeRawBufferPointer, checksum: ChecksumAlgorithm) throws(BinlogError) {
        let header = try EventHeader(event)
        let bodyCount = event.count &- 19 &- checksum.byteCount
        guard Int(header.eventLength) == event.count, bodyCount >= 0, let base = event.baseAddress else {
            throw .lengthMismatch(
                header.type,
                endPosition: header.nextPosition,
                declared: header.eventLength,
                received: event.count
            )
        }
        self.header = header
        body = UnsafeRawBufferPointer(start: base + 19, count: bodyCount)
    }

    @inlinable
    public init(header: EventHeader, body: UnsafeRawBufferPointer) {
        self.header = header
        self.body = body
    }

    /// Cuts a whole event and verifies its checksum.
    @inlinable
    public static func verified(
        _ event: UnsafeRawBufferPointer,
        checksum: ChecksumAlgorithm
    ) throws(BinlogError) -> EventFrame {
        let frame = try EventFrame(event, checksum: checksum)
        try checksum.verify(event, header: frame.header)
        return frame
    }

    /// Compares a whole event's checksum with its bytes; nothing to do for `.none`.
    ///
    /// Throws `BinlogError.checksumMismatch` with the event's type and end position.
    @inlinable
    public static func verifyChecksum(
        event: UnsafeRawBufferPointer,
        algorithm: ChecksumAlgorithm
    ) throws(BinlogError) {
        try algorithm.verify(event, header: try EventHeader(event))
    }

    /// Runs a parser over the body and names this event in the error if the bytes do not fit the format.
    @inlinable @inline(__always)
    func parse<Result>(_ read: (inout ByteCursor) throws(BytesError) -> Result) throws(BinlogError) -> Result {
        var cursor = ByteCursor(body)
        do throws(BytesError) { return try read(&cursor) } catch { throw malformed(error) }
    }

    @usableFromInline
    func malformed(_ cause: BytesError) -> BinlogError {
        .malformed(header.type, endPosition: header.nextPosition, cause)
    }
}
