import Hummingbird

/// Why records are not given: what, what to do, and the status that says it to a program.
struct RecordRefusal: Error {
    enum Kind {
        /// The request makes no sense.
        case invalid
        case notFound
        /// The user may not read the topic.
        case forbidden
        /// There is nothing at that offset, any more or yet.
        case outOfRange
        /// As many readers as are allowed are there already.
        case busy
    }

    let kind: Kind
    let what: String
    let remedy: String

    init(_ kind: Kind, _ what: String, remedy: String) {
        self.kind = kind
        self.what = what
        self.remedy = remedy
    }

    var response: Response {
        get throws {
            let status: HTTPResponse.Status =
                switch kind {
                case .invalid: .badRequest
                case .notFound: .notFound
                case .forbidden: .forbidden
                case .outOfRange: .rangeNotSatisfiable
                case .busy: .serviceUnavailable
                }
            return try Response.refusal(what, remedy: remedy, status: status)
        }
    }
}
