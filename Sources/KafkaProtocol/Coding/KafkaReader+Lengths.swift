import Bytes

extension KafkaReader {
    /// A length or count; nil is null.
    mutating func length(wide: Bool) throws(KafkaProtocolError) -> Int? {
        let at = cursor.offset
        let length: Int
        do throws(BytesError) {
            if isFlexible {
                guard let plusOne = Int(exactly: try cursor.unsignedVarint()) else {
                    throw BytesError.malformed("length above 2^63", at: at)
                }
                length = plusOne - 1
            } else {
                length = wide ? Int(try cursor.i32be()) : Int(try cursor.i16be())
            }
        } catch {
            throw .bytes(error)
        }
        guard length >= -1 else { throw .negativeLength(length, offset: at) }
        return length < 0 ? nil : length
    }

    /// Elements of the array that begins here; nil is null. Throws before anything is allocated when the bytes
    /// that are left cannot hold them.
    mutating func elementCount(elementBytesMin: Int) throws(KafkaProtocolError) -> Int? {
        let at = cursor.offset
        guard let count = try length(wide: true) else { return nil }
        guard count <= cursor.remaining / elementBytesMin else {
            throw .bytes(.truncated(needed: count, left: cursor.remaining, offset: at))
        }
        guard count <= elementsLeft else { throw .tooManyElements(count, limit: elementsMax, offset: at) }
        elementsLeft -= count
        return count
    }

    /// Takes the memory of an array off what the message may take, before it is allocated.
    mutating func charge<Element>(count: Int, of _: Element.Type) throws(KafkaProtocolError) {
        guard count > 0 else { return }
        // Cannot overflow: no count is larger than the message.
        let byteCount = 32 + count * MemoryLayout<Element>.stride
        guard byteCount <= memoryLeft else { throw .tooMuchMemory(limit: memoryBytesMax, offset: cursor.offset) }
        memoryLeft -= byteCount
    }

    mutating func view(length: Int?) throws(KafkaProtocolError) -> UnsafeRawBufferPointer? {
        guard let length else { return nil }
        do throws(BytesError) { return try cursor.bytes(length) } catch { throw .bytes(error) }
    }

    mutating func text() throws(KafkaProtocolError) -> String? {
        let at = cursor.offset
        guard let length = try length(wide: false) else { return nil }
        guard length <= Int16.max else { throw .textTooLong(length, offset: at) }
        guard let view = try view(length: length) else { return nil }
        // Up to 15 bytes stand in the string itself.
        if length > 15 { try charge(count: length, of: UInt8.self) }
        // Repairing broken text would let two different group names become one.
        guard let text = String(validating: view, as: UTF8.self) else { throw .invalidText(offset: at) }
        return text
    }
}
