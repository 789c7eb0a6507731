import Binlog

/// Parts of transactions that were taken back. The servers log ROLLBACK TO only when they cannot leave the rows out
/// (MariaDB: a change of a non-transactional or temporary table stood between); those rows were never committed.
extension EventDecoder {
    mutating func setSavepoint(_ name: [UInt8]) {
        guard let stash = group.stash else { return }
        group.savepoints.append((name, stash.byteCount))
    }

    mutating func rollBack(to name: [UInt8]) throws {
        guard let stash = group.stash else {
            // No row of ours came before it.
            if group.rows == 0 { return }
            throw BridgeError(
                what: "\(progress.position): a transaction was rolled back to a savepoint",
                remedy: "none: it is read again", isWorthCarefulReading: true)
        }
        guard let index = group.savepoints.lastIndex(where: { $0.name == name }) else {
            if stash.isEmpty { return }
            throw rollbackRefusal
        }
        try stash.truncate(to: group.savepoints[index].byteCount)
        group.savepoints.removeSubrange((index + 1)...)
    }
}

/// The name in SAVEPOINT and ROLLBACK TO, as the server writes them: `name`, quotes in it doubled; case does not count.
enum SavepointName {
    static func inSavepoint(_ statement: UnsafeRawBufferPointer) -> [UInt8] { name(after: 1, statement) }

    /// ROLLBACK [WORK] TO [SAVEPOINT] name: the name is the last word, and the only quoted one.
    static func inRollback(_ statement: UnsafeRawBufferPointer) -> [UInt8] {
        guard let quote = statement.firstIndex(of: 0x60) else { return name(after: 2, statement) }
        return lowercased(statement[quote...])
    }

    private static func name(after words: Int, _ statement: UnsafeRawBufferPointer) -> [UInt8] {
        var rest = statement[...]
        for _ in 0..<words {
            rest = rest.drop { $0 != 0x20 }
            rest = rest.drop { $0 == 0x20 }
        }
        return lowercased(rest)
    }

    private static func lowercased(_ bytes: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }
}
