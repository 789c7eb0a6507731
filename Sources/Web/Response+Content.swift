import Foundation
import Hummingbird

extension Response {
    /// Plain text.
    static func text(
        _ text: String,
        status: HTTPResponse.Status = .ok,
        type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// JSON with names_like_this, keys in a fixed order.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        json(text: try JSONEncoder.leat.encode(value), status: status)
    }

    /// JSON that is text already.
    static func json(text: some Sequence<UInt8>, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: text))
        )
    }

    /// A refusal in the form of all of Leat's errors: what, and what to do.
    static func refusal(_ what: String, remedy: String, status: HTTPResponse.Status) throws -> Response {
        try json(["error": what, "remedy": remedy], status: status)
    }

    /// The same refusal for a topic that is there and for one that is not, so that names are not given away.
    static func notAllowed(topic: String) throws -> Response {
        try refusal(
            "topic '\(topic)' is not among those that this user may read",
            remedy: "add it to `read:` of the user in the configuration",
            status: .forbidden
        )
    }

    /// For what takes the right to every topic.
    static func notAllowed(_ reason: String, needs right: String) throws -> Response {
        try refusal(
            "this user may not do that: \(reason)",
            remedy: "give the user `\(right): [\"*\"]` in the configuration",
            status: .forbidden
        )
    }
}

extension JSONEncoder {
    /// The form of all of Leat's JSON: names_like_this, keys in a fixed order, one line.
    static var leat: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
