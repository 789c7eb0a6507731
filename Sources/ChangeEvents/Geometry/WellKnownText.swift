import Bytes

/// A geometry as well-known text, `POLYGON ((0 0, 4 0, 4 4, 0 0))`, spaced as JTS (and so Maxwell) does.
///
/// Source: MySQL manual, "Supported Spatial Data Formats"; OGC 06-103r4, 8.2. Stored as
///
///     SRID u32, little-endian · WKB
///     WKB              byte order u8 (1 = little-endian) · type u32 · body
///     1 POINT          x f64 · y f64
///     2 LINESTRING     count u32 · count × (x · y)
///     3 POLYGON        count u32 · count × body of a LINESTRING
///     4 to 7           count u32 · count × WKB: MULTIPOINT, MULTILINESTRING, MULTIPOLYGON, GEOMETRYCOLLECTION
struct WellKnownText: ~Copyable {
    /// How deep GEOMETRYCOLLECTIONs may stand in each other.
    static let depthMax = 64

    private var cursor: ByteCursor

    /// Appends the text of a stored value.
    static func append(_ stored: UnsafeRawBufferPointer, to writer: inout ByteWriter) throws(BytesError) {
        var cursor = ByteCursor(stored)
        _ = try cursor.u32le()
        var text = WellKnownText(cursor: cursor)
        try text.appendGeometry(depth: 1, to: &writer)
        guard text.cursor.isAtEnd else { throw .malformed("bytes after a geometry", at: text.cursor.offset) }
    }

    private init(cursor: ByteCursor) { self.cursor = cursor }

    private enum Kind: UInt32 {
        case point = 1
        case lineString, polygon, multiPoint, multiLineString, multiPolygon, collection

        var name: StaticString {
            switch self {
            case .point: "POINT "
            case .lineString: "LINESTRING "
            case .polygon: "POLYGON "
            case .multiPoint: "MULTIPOINT "
            case .multiLineString: "MULTILINESTRING "
            case .multiPolygon: "MULTIPOLYGON "
            case .collection: "GEOMETRYCOLLECTION "
            }
        }
    }

    private mutating func header() throws(BytesError) -> (kind: Kind, isLittle: Bool) {
        let at = cursor.offset
        let order = try cursor.u8()
        guard order <= 1 else { throw .malformed("an unknown byte order of a geometry", at: at) }
        guard let kind = Kind(rawValue: try integer(isLittle: order == 1)) else {
            throw .malformed("an unknown type of geometry", at: at)
        }
        return (kind, order == 1)
    }

    private mutating func appendGeometry(depth: Int, to writer: inout ByteWriter) throws(BytesError) {
        let (kind, isLittle) = try header()
        writer.append(kind.name)
        try appendBody(kind, isLittle: isLittle, depth: depth, to: &writer)
    }

    private mutating func appendBody(
        _ kind: Kind, isLittle: Bool, depth: Int, to writer: inout ByteWriter
    ) throws(BytesError) {
        if kind == .point {
            writer.append(0x28)
            try appendPoint(isLittle: isLittle, to: &writer)
            writer.append(0x29)
            return
        }
        guard depth <= Self.depthMax else { throw .malformed("geometries nested too deep", at: cursor.offset) }
        // However large the count is: each part takes bytes, and the loop ends where they do.
        let count = try integer(isLittle: isLittle)
        guard count > 0 else { return writer.append("EMPTY") }
        writer.append(0x28)
        for index in 0..<count {
            if index > 0 { writer.append(", ") }
            switch kind {
            case .point, .lineString: try appendPoint(isLittle: isLittle, to: &writer)
            case .polygon: try appendBody(.lineString, isLittle: isLittle, depth: depth, to: &writer)
            case .multiPoint: try appendMember(.point, depth: depth, to: &writer)
            case .multiLineString: try appendMember(.lineString, depth: depth, to: &writer)
            case .multiPolygon: try appendMember(.polygon, depth: depth, to: &writer)
            case .collection: try appendGeometry(depth: depth + 1, to: &writer)
            }
        }
        writer.append(0x29)
    }

    /// A part of a MULTI…: without its name.
    private mutating func appendMember(_ kind: Kind, depth: Int, to writer: inout ByteWriter) throws(BytesError) {
        let at = cursor.offset
        let (memberKind, isLittle) = try header()
        guard memberKind == kind else { throw .malformed("a part of a geometry that does not belong there", at: at) }
        try appendBody(kind, isLittle: isLittle, depth: depth, to: &writer)
    }

    private mutating func appendPoint(isLittle: Bool, to writer: inout ByteWriter) throws(BytesError) {
        try appendCoordinate(isLittle: isLittle, to: &writer)
        writer.append(0x20)
        try appendCoordinate(isLittle: isLittle, to: &writer)
    }

    private mutating func appendCoordinate(isLittle: Bool, to writer: inout ByteWriter) throws(BytesError) {
        let at = cursor.offset
        let bits = try cursor.u64le()
        let number = Double(bitPattern: isLittle ? bits : bits.byteSwapped)
        guard number.isFinite else { throw .malformed("a coordinate that is no number", at: at) }
        var out = DigitOutput(writer.freeSpace(FloatingPointText.plainLengthMax))
        FloatingPointText.appendPlain(number, to: &out)
        writer.commit(upTo: out.at)
    }

    private mutating func integer(isLittle: Bool) throws(BytesError) -> UInt32 {
        let value = try cursor.u32le()
        return isLittle ? value : value.byteSwapped
    }
}
