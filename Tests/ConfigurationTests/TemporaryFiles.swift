import Foundation

/// A folder of configuration files that lives as long as one test.
final class TemporaryFiles {
    let directory: String

    init(_ files: [String: String]) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "leat-configuration-\(UUID().uuidString)")
        directory = url.path
        for (name, content) in files {
            let file = url.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(content.utf8).write(to: file)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func path(_ name: String) -> String { "\(directory)/\(name)" }
}
