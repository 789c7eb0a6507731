import Bytes
import CPage
import Hummingbird

/// A file of the page at `/`: built into the program, served from memory.
struct PageFile: Sendable {
    /// Where it is served.
    let path: String
    let contentType: String
    let content: ByteBuffer
    /// Tells one content from another, so that a browser need not load again what it has.
    let etag: String

    /// All of them; the one place that names them is `CPage.c`.
    static let all: [PageFile] = {
        var files: [PageFile] = []
        while let file = leatPageFile(files.count)?.pointee {
            files.append(PageFile(file))
        }
        return files
    }()

    private init(_ file: LeatPageFile) {
        path = String(cString: file.path)
        contentType = String(cString: file.contentType)
        let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.count)
        content = ByteBuffer(bytes: bytes)
        etag = "\"\(String(CRC32C.checksum(bytes), radix: 16))-\(file.count)\""
    }

    /// The whole file, or 304 when the browser says that it has it.
    func response(to request: Request) -> Response {
        let has = request.headers[.ifNoneMatch]?.contains(etag) ?? false
        return Response(
            status: has ? .notModified : .ok,
            headers: [
                .contentType: contentType,
                // Asked for again each time, and answered with 304: an upgraded server is never shown by an old page.
                .cacheControl: "no-cache",
                .eTag: etag,
                .contentSecurityPolicy: Self.policy,
                .xContentTypeOptions: "nosniff",
            ],
            body: has ? ResponseBody() : ResponseBody(byteBuffer: content)
        )
    }

    /// Scripts and styles from this server alone and never inside the document; nobody may frame it.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
}
