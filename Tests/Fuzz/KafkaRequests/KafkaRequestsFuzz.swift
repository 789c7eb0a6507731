import Bytes
import KafkaProtocol

/// A request as any client could send it, or a response as any broker could. What can be read is written, read again
/// and compared, and reading may take 20 bytes of memory for each byte of a request (32 of a response) and 64 KiB.
///
///     0  kind: bit 0 response    request:   1  header and body
///                                response:  1  API i16    3  version i16    5  header and body
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzKafkaRequests(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 5 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    do {
        if bytes[0] & 1 == 0 { try request(rebased(bytes, from: 1)) } else { try response(bytes) }
    } catch let error as KafkaProtocolError {
        // An error is an answer, and so are its words.
        blackHole(error.description.utf8.count)
    } catch {
        fatalError("another error than KafkaProtocolError: \(error)")
    }
    return 0
}

private func rebased(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[offset...])
}

private func request(_ frame: UnsafeRawBufferPointer) throws {
    let fixed = try RequestHeader(fixedPartOf: frame)
    blackHole(fixed.supportedAPI == nil ? 0 : 1)
    let (header, api, body) = try RequestHeader.read(frame) { _ in true }
    try api.visit(RequestRoundTrip(header: header, body: body))
}

private func response(_ bytes: UnsafeRawBufferPointer) throws {
    let key = bytes.loadUnaligned(fromByteOffset: 1, as: Int16.self).bigEndian
    let version = bytes.loadUnaligned(fromByteOffset: 3, as: Int16.self).bigEndian
    guard let api = APIKey(rawValue: key), api.versions.contains(version) else { return }
    let frame = rebased(bytes, from: 5)
    let (correlationID, body) = try KafkaReader.response(frame, api: api, version: version)
    // Tagged fields of the header count as bytes of the response.
    let limit = 32 * frame.count + (64 << 10)
    try api.visit(ResponseRoundTrip(version: version, correlationID: correlationID, body: body, limit: limit))
}

private struct RequestRoundTrip: MessageVisitor {
    let header: RequestHeader
    let body: KafkaReader

    func visit<Request: KafkaRequest>(_: Request.Type) throws {
        var reader = body
        let limit = 20 * body.remaining + (64 << 10)
        let request = try MemoryMeter.measure(limit: limit) { try reader.body(Request.self) }
        let written = frame(of: request)
        written.withUnsafeBytes { frame in
            var again = try? RequestHeader.read(frame) { _ in true }
            guard again?.header == header, let same: Request = try? again?.body.body(), same == request else {
                fatalError("not the same when written and read again")
            }
            guard self.frame(of: same) == written else { fatalError("not the same bytes when written again") }
        }
    }

    private func frame<Request: KafkaRequest>(of request: Request) -> [UInt8] {
        guard
            let message = try? KafkaWriter.request(
                request, version: header.apiVersion, correlationID: header.correlationID, clientID: header.clientID)
        else { fatalError("what was read cannot be written") }
        return Array(message.bytes.dropFirst(4))
    }
}

private struct ResponseRoundTrip: MessageVisitor {
    let version: Int16
    let correlationID: Int32
    let body: KafkaReader
    let limit: Int

    func visit<Request: KafkaRequest>(_: Request.Type) throws {
        var reader = body
        let response = try MemoryMeter.measure(limit: limit) { try reader.body(Request.Response.self) }
        let written = frame(of: response, Request.api)
        written.withUnsafeBytes { frame in
            var again = try? KafkaReader.response(frame, api: Request.api, version: version)
            guard again?.correlationID == correlationID, let same: Request.Response = try? again?.body.body(),
                same == response
            else { fatalError("not the same when written and read again") }
            guard self.frame(of: same, Request.api) == written else { fatalError("not the same bytes again") }
        }
    }

    private func frame<Response: KafkaStructure>(of response: Response, _ api: APIKey) -> [UInt8] {
        guard
            let message = try? KafkaWriter.response(
                response, api: api, version: version, correlationID: correlationID)
        else { fatalError("what was read cannot be written") }
        return Array(message.bytes.dropFirst(4))
    }
}

nonisolated(unsafe) private var sink = 0

@inline(never)
private func blackHole(_ value: Int) { sink = sink &+ value }
