import Glibc

/// Reads a small text file whole. Glibc rather than Foundation, so that messages carry the system's own reason.
enum TextFile {
    /// A configuration is written by hand; anything larger is the wrong file.
    static let bytesMax = 1 << 20

    /// Why a file could not be read.
    struct Failure: Error, Equatable {
        let what: String
        let remedy: String
        /// True when nothing is at that path.
        let isMissing: Bool
    }

    static func read(_ path: String) throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        var count = 0
        while count < bytes.count {
            let result = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if result < 0 {
                if errno == EINTR { continue }
                throw failure(errno)
            }
            if result == 0 { break }
            count += result
        }
        guard count <= bytesMax else {
            throw Failure(what: "the file is larger than 1 MiB", remedy: "name a configuration file", isMissing: false)
        }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw Failure(what: "the file is not UTF-8 text", remedy: "save it as UTF-8", isMissing: false)
        }
        return text
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func failure(_ code: Int32) -> Failure {
        let isMissing = code == ENOENT || code == ENOTDIR
        let reason = String(cString: strerror(code))
        return Failure(
            what: isMissing ? "there is no such file" : "the file cannot be read: \(reason)",
            remedy: isMissing ? "check the path" : "check the path and its permissions",
            isMissing: isMissing
        )
    }
}
