/// The XA transactions between PREPARE and COMMIT, as the decoder sees them.
///
/// A PREPARE goes to the log only with the next frame, whose position lies after it: one that is committed by then
/// leaves no trace but its records.
struct PreparedGroups {
    /// Bytes of a PREPARED frame's part.
    private static let partBytes = 1 << 20

    /// In the log.
    private var stored: Set<XAName>
    /// Prepared since the last frame.
    private var recent: [XAName: EventStash] = [:]
    private var recentOrder: [XAName] = []
    /// Memory that `recent` holds.
    private(set) var recentBytes = 0
    /// Over since the last frame, and in the log still.
    private var resolved: [XAName] = []

    init(stored: Set<XAName>) { self.stored = stored }

    /// True when the next frame has something to say.
    var isAhead: Bool { !recent.isEmpty || !resolved.isEmpty }

    /// Bytes of what is prepared and not in the log yet.
    var recentStashBytes: Int { recent.values.reduce(0) { $0 + $1.byteCount } }

    /// A name that is prepared again is another transaction: the one before it is over.
    mutating func add(_ name: XAName, _ stash: EventStash) {
        _ = take(name)
        recent[name] = stash
        recentOrder.append(name)
        recentBytes += stash.memoryBytes
    }

    enum Found {
        case recent(EventStash)
        case stored
        case unknown
    }

    /// A transaction is over.
    mutating func take(_ name: XAName) -> Found {
        let isStored = stored.remove(name) != nil
        if isStored { resolved.append(name) }
        guard let stash = recent.removeValue(forKey: name) else { return isStored ? .stored : .unknown }
        recentOrder.removeAll { $0 == name }
        recentBytes -= stash.memoryBytes
        return .recent(stash)
    }

    /// Gives what is new to the store, and says what the frame that follows does.
    mutating func handOver(to store: any PreparedStore) throws -> [PreparedChange] {
        var changes = resolved.map { PreparedChange.resolved($0) }
        for name in recentOrder {
            guard let stash = recent[name] else { continue }
            changes.append(.prepared(name, parts: try Self.push(stash, name, to: store)))
            stored.insert(name)
        }
        resolved.removeAll()
        recent.removeAll()
        recentOrder.removeAll()
        recentBytes = 0
        return changes
    }

    private static func push(_ stash: EventStash, _ name: XAName, to store: any PreparedStore) throws -> UInt32 {
        var part: UInt32 = 0
        try stash.forEachPiece { piece in
            var rest = piece
            while !rest.isEmpty {
                let count = min(rest.count, partBytes)
                try store.push(part, of: name, UnsafeRawBufferPointer(rebasing: rest[..<count]))
                part += 1
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
        // Also a transaction without a captured row is known: its COMMIT is no surprise.
        if part == 0 {
            try store.push(0, of: name, UnsafeRawBufferPointer(start: nil, count: 0))
            part = 1
        }
        return part
    }
}
