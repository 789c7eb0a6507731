import CMariaDB
import Glibc

/// libmariadb as a whole: started once, and where its authentication plugins lie.
enum ClientLibrary {
    /// Starts the library; a lazy static runs once however many threads ask.
    static let isStarted: Bool = mysql_server_init(0, nil, nil) == 0

    /// The directory with libmariadb's plugins: what the environment says, then beside the loaded library (a release
    /// that brings its own), then what distributions use. Nil leaves the library its built-in path.
    static let pluginDirectory: String? = {
        var candidates: [String] = []
        if let named = getenv("MARIADB_PLUGIN_DIR") { candidates.append(String(cString: named)) }
        if let library = loadedDirectory() {
            candidates += ["libmariadb3/plugin", "mariadb/plugin", "plugin"].map { "\(library)/\($0)" }
        }
        candidates += [
            "/usr/lib/x86_64-linux-gnu/libmariadb3/plugin", "/usr/lib/aarch64-linux-gnu/libmariadb3/plugin",
            "/usr/lib64/mariadb/plugin", "/usr/lib/mariadb/plugin",
        ]
        return candidates.first { access("\($0)/caching_sha2_password.so", R_OK) == 0 }
    }()

    /// The directory of the libmariadb file that this process has mapped.
    private static func loadedDirectory() -> String? {
        guard let maps = fopen("/proc/self/maps", "r") else { return nil }
        defer { fclose(maps) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, maps) > 0, let text = line.map({ String(cString: $0) }) {
            guard text.contains("/libmariadb.so"), let start = text.firstIndex(of: "/") else { continue }
            return text[start...].lastIndex(of: "/").map { String(text[start..<$0]) }
        }
        return nil
    }
}
