import Bytes
import Foundation

/// The file: one JSON object whose second line is the SHA-256 of all that follows that line, so that a cut or altered
/// file is not taken for a queue's state.
///
///     {
///       "sha256" : "9f86d0…",
///       "exported" : "2026-11-21T10:00:14.123Z",
///       …
extension PositionExport {
    private static let opening = "{\n  \"sha256\" : \""
    private static let afterChecksum = "\",\n"

    func text() throws -> [UInt8] {
        // An object that is never empty: `{`, a line break, its members.
        let rest = Array(try JSONOutput.text(self).utf8.dropFirst(2)) + [UInt8(ascii: "\n")]
        return Array((Self.opening + Self.checksum(rest[...]) + Self.afterChecksum).utf8) + rest
    }

    /// - Throws: `CommandFailure` for a file that is none, that is not whole, or that a newer version wrote.
    init(text: [UInt8]) throws(CommandFailure) {
        let opening = Array(Self.opening.utf8)
        let restStart = opening.count + 64 + Self.afterChecksum.utf8.count
        guard text.starts(with: opening), text.count > restStart else {
            throw CommandFailure(
                "this is no file of `leat position export`",
                remedy: "name the file that `leat position export FILE` wrote",
                code: .usage
            )
        }
        let saved = String(decoding: text[opening.count..<opening.count + 64], as: UTF8.self)
        guard saved == Self.checksum(text[restStart...]) else {
            throw CommandFailure(
                "the export is damaged: its checksum is wrong",
                remedy: "use an unaltered copy of the file, or export again",
                code: .notWell
            )
        }
        let version = try? JSONOutput.decode(FormatVersion.self, from: text).formatVersion
        guard version == Self.formatVersion, let value = try? JSONOutput.decode(Self.self, from: text) else {
            throw CommandFailure(
                "the export has format version \(version.map(String.init) ?? "?"), and this leat reads "
                    + "\(Self.formatVersion)",
                remedy: "import it with the version of leat that wrote it, or a newer one",
                code: .notWell
            )
        }
        self = value
    }

    private struct FormatVersion: Decodable {
        let formatVersion: Int
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> String {
        var digest = SHA256()
        bytes.withUnsafeBytes { digest.update($0) }
        var result = [UInt8](repeating: 0, count: SHA256.digestLength)
        result.withUnsafeMutableBytes { digest.finish(into: $0) }
        return result.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
