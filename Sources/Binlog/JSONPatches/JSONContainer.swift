import Bytes

/// An object or array of a document, taken apart. Layout: see `JSONType`.
final class JSONContainer {
    /// A name in the document, or one that a change brought.
    enum Key {
        case view(UnsafeRawBufferPointer)
        case owned([UInt8])
    }

    let isObject: Bool
    /// Of an object, in the server's order: shorter names first, then by bytes.
    private(set) var keys: [Key] = []
    private(set) var values: [JSONNode] = []
    /// Known after `measure`.
    private(set) var isLarge = false
    private(set) var byteCount = 0

    /// - Parameter bytes: the container alone.
    /// Throws when its parts do not fit into it, or overlap so that they take more bytes than it has.
    init(type: UInt8, _ bytes: UnsafeRawBufferPointer) throws(BytesError) {
        isObject = type <= JSONType.largeObject
        let wasLarge = type & 1 == 1
        let width = wasLarge ? 4 : 2
        var cursor = ByteCursor(bytes)
        let count = Int(try cursor.uintLE(width: width))
        try cursor.skip(width)
        let entryBytes = (isObject ? width + 2 : 0) + 1 + width
        guard count <= cursor.remaining / entryBytes else { throw .malformed("more JSON values than bytes", at: 0) }
        var left = cursor.remaining - count * entryBytes
        values.reserveCapacity(count)
        if isObject { keys.reserveCapacity(count) }
        for _ in 0..<(isObject ? count : 0) {
            var name = ByteCursor(bytes)
            try name.skip(Int(try cursor.uintLE(width: width)))
            let key = try name.bytes(Int(try cursor.u16le()))
            left -= key.count
            keys.append(.view(key))
        }
        for _ in 0..<count {
            let type = try cursor.u8()
            let entry = try cursor.bytes(width)
            if JSONType.isInline(type, inLarge: wasLarge) {
                values.append(try JSONNode(type: type, entry))
                continue
            }
            var offset = ByteCursor(entry)
            var value = ByteCursor(bytes)
            try value.skip(Int(try offset.uintLE(width: width)))
            let node = try JSONNode(type: type, value.rest())
            left -= node.outerByteCount(inLarge: wasLarge)
            values.append(node)
        }
        guard left >= 0 else { throw .malformed("parts of a JSON document overlap", at: 0) }
    }

    /// The value at a path's leg; nil when there is none.
    func index(of leg: JSONPath.Leg) -> Int? {
        switch leg {
        case .member(let name): isObject ? keys.firstIndex { $0.order(name) == 0 } : nil
        case .cell(let index, let fromEnd):
            isObject || index >= values.count ? nil : fromEnd ? values.count - 1 - index : index
        }
    }

    /// The value at an index, taken apart if it is a container; nil if not.
    func open(_ index: Int) throws(BytesError) -> JSONContainer? {
        switch values[index] {
        case .open(let container): return container
        case .plain(let type, let bytes):
            guard type <= JSONType.largeArray else { return nil }
            let container = try JSONContainer(type: type, bytes)
            values[index] = .open(container)
            return container
        }
    }

    func replace(_ index: Int, with node: JSONNode) { values[index] = node }

    func remove(_ index: Int) {
        values.remove(at: index)
        if isObject { keys.remove(at: index) }
    }

    /// False when the leg does not fit the container, or the member is there.
    func insert(_ node: JSONNode, at leg: JSONPath.Leg) -> Bool {
        switch leg {
        case .member(let name):
            guard isObject, name.count <= Int(UInt16.max) else { return false }
            let place = keys.firstIndex { $0.order(name) >= 0 } ?? keys.count
            if place < keys.count, keys[place].order(name) == 0 { return false }
            keys.insert(.owned(name), at: place)
            values.insert(node, at: place)
        case .cell(let index, let fromEnd):
            if isObject { return false }
            let place = fromEnd ? values.count - 1 - min(index, values.count - 1) : min(index, values.count)
            values.insert(node, at: max(place, 0))
        }
        return true
    }

    /// Type as it is written; known after `measure`.
    var type: UInt8 { (isObject ? 0 : 2) + (isLarge ? 1 : 0) }

    /// Chooses the smaller layout that fits, as the server does, for this container and all that are open in it.
    func measure() throws(BytesError) {
        var (small, large) = (4 + values.count * 3, 8 + values.count * 5)
        if isObject {
            let names = keys.reduce(0) { $0 + $1.count }
            small += values.count * 4 + names
            large += values.count * 6 + names
        }
        for value in values {
            if case .open(let container) = value { try container.measure() }
            small += value.outerByteCount(inLarge: false)
            large += value.outerByteCount(inLarge: true)
        }
        isLarge = small > Int(UInt16.max)
        byteCount = isLarge ? large : small
        guard byteCount <= Int(UInt32.max) else { throw .malformed("a JSON document over 4 GiB", at: 0) }
    }
}

extension JSONContainer.Key {
    var count: Int {
        switch self {
        case .view(let bytes): bytes.count
        case .owned(let bytes): bytes.count
        }
    }

    /// Below, equal to or above zero: where this name stands to the other one.
    func order(_ other: [UInt8]) -> Int {
        if count != other.count { return count - other.count }
        switch self {
        case .view(let bytes): return Self.compare(bytes, other)
        case .owned(let bytes): return bytes.withUnsafeBytes { Self.compare($0, other) }
        }
    }

    private static func compare(_ bytes: UnsafeRawBufferPointer, _ other: [UInt8]) -> Int {
        for index in bytes.indices where bytes[index] != other[index] { return Int(bytes[index]) - Int(other[index]) }
        return 0
    }
}
