import Binlog
import Bridge

/// Says what lies between two positions of a source.
enum PositionDifference {
    /// One line. Where the two cannot be compared it says so, instead of promising anything.
    static func text(from old: SourceCheckpoint?, to new: SourceCheckpoint) -> String {
        guard let old else { return "the queue holds nothing of this source yet: it begins there" }
        switch new.mode {
        case .mysqlGTID where old.mode == .mysqlGTID: return sets(old.gtid, new.gtid)
        case .mariadbGTID where old.mode == .mariadbGTID: return domains(old.gtid, new.gtid)
        case .file where old.identity == new.identity:
            if let text = files(old, new) { return text }
        default: break
        }
        return "\(old.text) and \(new.text) cannot be compared without the server: changes between them are "
            + "carried again if the new one is the earlier, and skipped if it is the later"
    }

    private static func sets(_ old: String, _ new: String) -> String {
        guard let old = try? GTIDSet(old), let new = try? GTIDSet(new) else { return unreadable }
        let again = old.subtracting(new)
        let skipped = new.subtracting(old)
        return sentence(again: counted(again), skipped: counted(skipped))
    }

    private static func counted(_ set: GTIDSet) -> [String] {
        set.isEmpty ? [] : ["\(set.count) transaction\(set.count == 1 ? "" : "s") (\(set))"]
    }

    private static func domains(_ old: String, _ new: String) -> String {
        guard let old = try? MariaDBGTIDPosition(old), let new = try? MariaDBGTIDPosition(new) else {
            return unreadable
        }
        var again: [String] = []
        var skipped: [String] = []
        for gtid in old.gtids {
            guard let next = new[gtid.domain] else {
                // The server sends a domain that the position leaves out from the oldest binlog on.
                again.append("all of domain \(gtid.domain), which the new position leaves out")
                continue
            }
            if next.sequence < gtid.sequence { again.append("what follows \(next) up to \(gtid)") }
            if next.sequence > gtid.sequence { skipped.append("what follows \(gtid) up to \(next)") }
        }
        for gtid in new.gtids where old[gtid.domain] == nil { skipped.append("domain \(gtid.domain) up to \(gtid)") }
        return sentence(again: again, skipped: skipped)
    }

    /// - Returns: nil if the file names do not show which one is the later.
    private static func files(_ old: SourceCheckpoint, _ new: SourceCheckpoint) -> String? {
        guard let (oldBase, oldNumber) = parts(old.file), let (newBase, newNumber) = parts(new.file),
            oldBase == newBase
        else { return nil }
        let places = ("\(old.file):\(old.position)", "\(new.file):\(new.position)")
        if (oldNumber, old.position) == (newNumber, new.position) { return sentence(again: [], skipped: []) }
        return (oldNumber, old.position) < (newNumber, new.position)
            ? sentence(again: [], skipped: ["changes from \(places.0) to \(places.1)"])
            : sentence(again: ["changes from \(places.1) to \(places.0)"], skipped: [])
    }

    /// `binlog.000012` is the base and the number.
    private static func parts(_ file: String) -> (Substring, UInt64)? {
        guard let dot = file.lastIndex(of: "."), let number = UInt64(file[file.index(after: dot)...]) else {
            return nil
        }
        return (file[..<dot], number)
    }

    private static func sentence(again: [String], skipped: [String]) -> String {
        var parts: [String] = []
        if !again.isEmpty { parts.append("carried again: " + again.joined(separator: ", ")) }
        if !skipped.isEmpty { parts.append("skipped for good: " + skipped.joined(separator: ", ")) }
        return parts.isEmpty ? "nothing is repeated or skipped" : parts.joined(separator: "; ")
    }

    private static let unreadable = "the saved GTIDs cannot be read, so what is repeated or skipped cannot be told"
}
