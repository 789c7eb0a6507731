import Binlog
import MySQLSource

/// How long the server will still have the binlog file that a source has to read next.
public enum Runway: Sendable, Equatable {
    /// Seconds, and what deletes the file then.
    case seconds(Double, String)
    /// The server deletes no binlog by itself.
    case unlimited
    case unknown

    /// - Parameters:
    ///   - position: where the source goes on.
    ///   - commitMicroseconds: commit time of the last transaction before it, by the server's clock; nil unknown.
    ///   - now: µs since 1970 by the server's clock.
    public init(_ report: WatchReport, at position: BinlogPosition, commitMicroseconds: Int64?, now: Int64) {
        guard let expiry = report.expiry, let end = report.serverEnd, !position.file.isEmpty else {
            self = .unknown
            return
        }
        let offset = report.clockOffset ?? 0
        if expiry.isUnlimited {
            self = .unlimited
            return
        }
        guard let index = report.files.firstIndex(where: { $0.name == position.file }) else {
            // Not in the list: newer than the last look, or purged already.
            self = position.file < report.files.first?.name ?? "" ? .seconds(0, "the file is purged") : .unknown
            return
        }
        let files = report.files[index...]
        var choices: [(Double, String)] = []
        if let seconds = expiry.seconds {
            let seen = report.fileEnds[position.file].map { max(0, Double(now - $0 - offset) / 1_000_000) }
            let age = seen ?? Self.age(files, position, end, commitMicroseconds, now)
            choices.append((max(0, seconds - age), "binlog files expire after \(Int(seconds)) s"))
        }
        if let total = expiry.totalBytes, let rate = report.writeRate, rate > 0 {
            // The file goes when it and all newer ones are more than the limit.
            let bytes = files.reduce(0.0) { $0 + Double($1.name == end.file ? end.position : $1.bytes) }
            let text = "binlog files may take \(total) bytes, and \(Int(rate)) are written a second"
            choices.append((max(0, (Double(total) - bytes) / rate), text))
        }
        self = choices.min { $0.0 < $1.0 }.map { .seconds($0.0, $0.1) } ?? .unlimited
    }

    /// Seconds since a file was last written whose end was not seen. Servers go by a time of the file that they do not
    /// tell: it lies after the last transaction that was read from it, by what is left of it at the rate of writing.
    private static func age(
        _ files: ArraySlice<BinlogFile>, _ position: BinlogPosition, _ end: BinlogPosition,
        _ commitMicroseconds: Int64?, _ now: Int64
    ) -> Double {
        guard let file = files.first, file.name != end.file, let commit = commitMicroseconds, commit > 0 else {
            return 0
        }
        let sinceCommit = max(0, Double(now - commit) / 1_000_000)
        let left = Double(file.bytes) - min(Double(position.position), Double(file.bytes))
        // Over the whole time since that commit, so that a rate of now does not speak for the past.
        let behind = left + files.dropFirst().reduce(0.0) { $0 + Double($1.name == end.file ? end.position : $1.bytes) }
        guard behind > 0 else { return sinceCommit }
        return sinceCommit * (1 - left / behind)
    }
}
