import Bytes

extension JSONContainer {
    /// Writes the container in the layout that `measure` chose.
    func append(to writer: inout ByteWriter) {
        let width = isLarge ? 4 : 2
        Self.append(values.count, width: width, to: &writer)
        Self.append(byteCount, width: width, to: &writer)
        var offset = 2 * width + values.count * ((isObject ? width + 2 : 0) + 1 + width)
        for key in keys {
            Self.append(offset, width: width, to: &writer)
            writer.appendLE(UInt16(truncatingIfNeeded: key.count))
            offset += key.count
        }
        for value in values {
            writer.append(value.type)
            if case .plain(let type, let bytes) = value, JSONType.isInline(type, inLarge: isLarge) {
                Self.append(Self.inlineValue(type, bytes), width: width, to: &writer)
            } else {
                Self.append(offset, width: width, to: &writer)
                offset += value.outerByteCount(inLarge: isLarge)
            }
        }
        for key in keys {
            switch key {
            case .view(let bytes): writer.append(bytes)
            case .owned(let bytes): writer.append(bytes)
            }
        }
        for value in values {
            switch value {
            case .open(let container): container.append(to: &writer)
            case .plain(let type, let bytes):
                if !JSONType.isInline(type, inLarge: isLarge) { writer.append(bytes) }
            }
        }
    }

    /// Sign-extended, as the server writes it into a wider entry.
    private static func inlineValue(_ type: UInt8, _ bytes: UnsafeRawBufferPointer) -> Int {
        var raw: UInt32 = 0
        for index in bytes.indices.prefix(4) { raw |= UInt32(bytes[index]) << UInt32(8 * index) }
        return type == JSONType.int16 ? Int(Int16(truncatingIfNeeded: raw)) : Int(raw)
    }

    private static func append(_ number: Int, width: Int, to writer: inout ByteWriter) {
        if width == 2 {
            writer.appendLE(UInt16(truncatingIfNeeded: number))
        } else {
            writer.appendLE(UInt32(truncatingIfNeeded: number))
        }
    }
}
