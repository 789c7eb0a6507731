import CommitLog
import KafkaProtocol

/// Why something that was asked of a topic is not done: what the client's code reads, and what people read.
struct Refusal: Error, Equatable {
    let code: ErrorCode
    let message: String

    init(_ code: ErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What the log says: worth another try where its error is.
    init(_ error: CommitLogError) {
        let code: ErrorCode =
            switch error.code {
            case .invalidArgument: .invalidRequest
            case .notFound: .unknownTopicOrPartition
            case .topicMismatch, .topicExists: .topicAlreadyExists
            case .offsetOutOfRange: .offsetOutOfRange
            case .busy: .requestTimedOut
            case _ where error.isRetriable: .requestTimedOut
            default: .storageError
            }
        self.init(code, "\(error.what): \(error.remedy)")
    }

    static func notAllowed(_ topic: String) -> Refusal {
        Refusal(.topicAuthorizationFailed, "this user may not change topic '\(topic)': `write` of his names others")
    }

    static func unknown(_ topic: String) -> Refusal {
        Refusal(.unknownTopicOrPartition, "there is no topic '\(topic)'")
    }
}
