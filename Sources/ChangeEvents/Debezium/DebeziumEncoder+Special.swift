import Binlog
import Bytes

extension DebeziumEncoder {
    /// A GEOMETRY value, `{"wkb":"AQE…","srid":4326}`; in a POINT column with `"x"` and `"y"` before. SRID 0 is null.
    ///
    /// Source: MySQL Reference Manual, "Internal Geometry Storage Format":
    ///
    ///     SRID u32 · WKB (byte order 1 · type u32 · …; of a point x f64 · y f64)
    func appendGeometry(
        _ geometry: UnsafeRawBufferPointer, plan: ColumnPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard case .geometry(let isPoint) = plan.format else { throw mismatch(plan) }
        guard geometry.count >= 9 else { throw malformed(plan, "the geometry is shorter than its header") }
        let wkb = UnsafeRawBufferPointer(rebasing: geometry[4...])
        writer.append(0x7B)
        if isPoint {
            guard wkb.count == 21 else { throw malformed(plan, "the POINT is no point in the plane") }
            try append("\"x\":", wkb, at: 5, plan: plan, to: &writer)
            try append(",\"y\":", wkb, at: 13, plan: plan, to: &writer)
            writer.append(0x2C)
        }
        writer.append("\"wkb\":\"")
        Base64.append(wkb, to: &writer)
        writer.append("\",\"srid\":")
        let srid = UInt32(littleEndian: geometry.loadUnaligned(as: UInt32.self))
        if srid == 0 { writer.append("null") } else { writer.appendDecimal(UInt64(srid)) }
        writer.append(0x7D)
    }

    private func append(
        _ label: StaticString, _ wkb: UnsafeRawBufferPointer, at offset: Int, plan: ColumnPlan,
        to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        let bits = UInt64(littleEndian: wkb.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let number = Double(bitPattern: bits)
        guard number.isFinite else { throw notFinite(plan) }
        writer.append(label)
        var out = DigitOutput(writer.freeSpace(FloatingPointText.lengthMax))
        FloatingPointText.append(number, to: &out)
        writer.commit(upTo: out.at)
    }

    /// VECTOR as an array of numbers, UUID and addresses as the server's text.
    @inline(never)
    func appendSpecial(
        _ bytes: UnsafeRawBufferPointer, _ kind: ColumnPlan.SpecialBytes, plan: ColumnPlan,
        to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        switch kind {
        case .vector: return try appendVector(bytes, plan: plan, to: &writer)
        // The server strips trailing zeros of a BINARY value: they are there again.
        case .uuid:
            guard bytes.count <= 16 else { throw mismatch(plan) }
            AddressText.appendUUID(bytes, to: &writer)
        case .inet4:
            guard bytes.count <= 4 else { throw mismatch(plan) }
            AddressText.appendINET4(bytes, to: &writer)
        case .inet6:
            guard bytes.count <= 16 else { throw mismatch(plan) }
            AddressText.appendINET6(bytes, to: &writer)
        }
    }

    /// Four bytes for each number: 32-bit floats, little-endian.
    private func appendVector(
        _ bytes: UnsafeRawBufferPointer, plan: ColumnPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard bytes.count % 4 == 0 else { throw malformed(plan, "the vector's length is no multiple of four bytes") }
        let count = bytes.count / 4
        var out = DigitOutput(writer.freeSpace(count * (FloatingPointText.lengthMax + 1) + 2))
        out.byte(0x5B)
        for index in 0..<count {
            if index > 0 { out.byte(0x2C) }
            let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
            let number = Float(bitPattern: bits)
            guard number.isFinite else { throw notFinite(plan) }
            FloatingPointText.append(number, to: &out)
        }
        out.byte(0x5D)
        writer.commit(upTo: out.at)
    }

    @inline(never)
    private func malformed(_ plan: ColumnPlan, _ what: String) -> ChangeEventError {
        error(.malformedValue, column: plan.column, what)
    }
}
