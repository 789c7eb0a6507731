import Bytes

/// Why the bytes of a request or response could not be understood. Never worth a retry on the same bytes; the
/// connection that carried them is to be closed, because its framing can no longer be trusted.
public enum KafkaProtocolError: Error, Equatable {
    /// The message ends too early, or a value in it is not legal.
    case bytes(BytesError)
    /// A length or count below zero where the field must not be null.
    case negativeLength(Int, offset: Int)
    /// More array elements than a message may have; they are refused before anything is allocated for them.
    case tooManyElements(Int, limit: Int, offset: Int)
    /// The message would take far more memory than it has bytes, so a count in it lies.
    case tooMuchMemory(limit: Int, offset: Int)
    /// A string of more bytes than Kafka allows (32,767).
    case textTooLong(Int, offset: Int)
    /// A string that is not UTF-8.
    case invalidText(offset: Int)
    /// An API that this program does not speak.
    case unknownAPI(key: Int16)
    /// An API in a version that this program does not speak.
    case unsupportedVersion(APIKey, version: Int16)
    /// Bytes are left after the last field: sender and reader disagree about the format.
    case trailingBytes(Int)
}

extension KafkaProtocolError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .bytes(let error): "malformed Kafka message: \(error)"
        case .negativeLength(let length, let offset): "malformed Kafka message: length \(length) at offset \(offset)"
        case .tooManyElements(let count, let limit, let offset):
            "Kafka message with \(count) array elements at offset \(offset), at most \(limit) are read"
        case .tooMuchMemory(let limit, let offset):
            "malformed Kafka message: what it announces at offset \(offset) takes more than \(limit) bytes of memory"
        case .textTooLong(let length, let offset):
            "malformed Kafka message: text of \(length) bytes at offset \(offset), at most 32767 are read"
        case .invalidText(let offset): "malformed Kafka message: text at offset \(offset) is not UTF-8"
        case .unknownAPI(let key): "Kafka API \(key) is not supported"
        case .unsupportedVersion(let api, let version): "Kafka API \(api) version \(version) is not supported"
        case .trailingBytes(let count): "malformed Kafka message: \(count) bytes after its end"
        }
    }
}
