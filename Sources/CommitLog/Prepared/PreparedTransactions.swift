import Bytes

/// The prepared transactions of all sources: part of the log's state. Their bytes stay in the log; only places are
/// kept here.
struct PreparedTransactions {
    private struct Key: Hashable {
        let source: SourceID
        let xid: [UInt8]
    }

    private var open: [Key: PreparedTransaction] = [:]
    /// Parts that no DATA or CHECKPOINT frame has put in force: their source's position lies before them.
    private var arriving: [Key: PreparedTransaction] = [:]
    /// What `prepared_bytes_max` limits.
    private(set) var byteCount = 0

    subscript(source: SourceID, xid: [UInt8]) -> PreparedTransaction? { open[Key(source: source, xid: xid)] }

    func all(of source: SourceID) -> [PreparedTransaction] {
        open.values.filter { $0.source == source }.sorted(by: Self.isEarlier)
    }

    /// Everything that the head of a new segment must repeat, in the order of the log.
    var forNextSegment: [(transaction: PreparedTransaction, isOpen: Bool)] {
        let all = open.values.map { ($0, true) } + arriving.values.map { ($0, false) }
        return all.sorted { Self.isEarlier($0.0, $1.0) }
    }

    private static func isEarlier(_ one: PreparedTransaction, _ other: PreparedTransaction) -> Bool {
        (one.parts.first?.framePosition ?? 0) < (other.parts.first?.framePosition ?? 0)
    }

    /// Takes a PREPARED frame.
    mutating func take(_ body: PreparedBody, source: SourceID, framePosition: UInt64) throws(BytesError) {
        let key = Key(source: source, xid: Array(body.xid))
        let part = PreparedTransaction.Part(framePosition: framePosition, byteCount: body.payload.count)
        let list = body.isOpen ? \Self.open : \Self.arriving
        if body.part == 0 {
            forget(key, in: list)
            self[keyPath: list][key] = PreparedTransaction(source: source, xid: key.xid)
            byteCount += PreparedTransaction.bytesMin
        }
        guard let have = self[keyPath: list][key]?.parts.count, have == Int(body.part) else {
            if body.isOpen { throw .malformed("a part of a prepared transaction comes out of order", at: 0) }
            // The rest of one that was forgotten while it arrived; to put it in force would be an error.
            return forget(key, in: list)
        }
        self[keyPath: list][key]?.parts.append(part)
        byteCount += part.byteCount
    }

    /// Takes what a DATA or CHECKPOINT frame says.
    mutating func apply(_ changes: UnsafeRawBufferPointer, source: SourceID) throws(BytesError) {
        var cursor = ByteCursor(changes)
        while !cursor.isAtEnd {
            switch try PreparedChange(&cursor) {
            case .prepared(let xid, let parts):
                let key = Key(source: source, xid: xid)
                guard let arrived = arriving[key], arrived.parts.count == Int(parts) else {
                    throw .malformed("a prepared transaction whose parts are missing", at: cursor.offset)
                }
                forget(key, in: \.open)
                arriving[key] = nil
                open[key] = arrived
            case .resolved(let xid): forget(Key(source: source, xid: xid), in: \.open)
            case .forgotten:
                for key in open.keys where key.source == source { forget(key, in: \.open) }
                for key in arriving.keys where key.source == source { forget(key, in: \.arriving) }
            }
        }
    }

    /// Parts that never came into force are sent again by their source: those of an earlier run are void.
    mutating func forgetArriving(of source: SourceID? = nil) {
        for key in arriving.keys where source == nil || key.source == source { forget(key, in: \.arriving) }
    }

    private mutating func forget(_ key: Key, in list: WritableKeyPath<Self, [Key: PreparedTransaction]>) {
        guard let gone = self[keyPath: list].removeValue(forKey: key) else { return }
        byteCount -= gone.byteCount + PreparedTransaction.bytesMin
    }

    /// The head of a new segment holds copies now.
    mutating func move(_ copies: [(transaction: PreparedTransaction, isOpen: Bool)]) {
        for (copy, isOpen) in copies {
            let key = Key(source: copy.source, xid: copy.xid)
            if isOpen { open[key]?.parts = copy.parts } else { arriving[key]?.parts = copy.parts }
        }
    }
}
