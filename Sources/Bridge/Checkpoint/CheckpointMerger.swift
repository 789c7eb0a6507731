import Binlog
import CommitLog

/// Folds the checkpoint of a frame, whose GTIDs are a delta, into a source's full state, as the log asks for it.
public struct CheckpointMerger: CheckpointMerging {
    public init() {}

    /// - Throws: `CheckpointError` when either cannot be read, or when they do not belong together.
    public func merge(_ state: [UInt8], with checkpoint: [UInt8]) throws -> [UInt8] {
        guard !state.isEmpty else { return checkpoint }
        let old = try SourceCheckpoint(decoding: state)
        let new = try SourceCheckpoint(decoding: checkpoint)
        return try Self.merge(old, new).encoded
    }

    static func merge(_ old: SourceCheckpoint, _ new: SourceCheckpoint) throws(CheckpointError) -> SourceCheckpoint {
        // A new generation says its whole position; an older one after it means that frames were mixed up.
        guard new.generation == old.generation else {
            guard new.generation > old.generation else {
                throw CheckpointError(
                    description: "a position of generation \(new.generation) follows one of \(old.generation)")
            }
            return new
        }
        guard new.mode == old.mode else {
            throw CheckpointError(description: "the position mode changes from \(old.mode) to \(new.mode)")
        }
        var merged = new
        do {
            switch new.mode {
            case .file: break
            case .mysqlGTID: merged.gtid = try GTIDSet(old.gtid).union(GTIDSet(new.gtid)).description
            case .mariadbGTID:
                var position = try MariaDBGTIDPosition(old.gtid)
                for gtid in try MariaDBGTIDPosition(new.gtid).gtids { position.update(gtid) }
                merged.gtid = position.description
            }
        } catch {
            throw CheckpointError(description: "the saved GTIDs cannot be read: \(error)")
        }
        return merged
    }
}
