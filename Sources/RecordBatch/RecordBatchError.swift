import Bytes

/// Why a record batch could not be built or read.
public enum RecordBatchError: Error, Equatable, Sendable {
    /// The bytes end within the batch or one of its records.
    case truncated(needed: Int, left: Int)
    /// The bytes are there but do not make a legal batch.
    case malformed(String)
    /// The checksum does not fit the bytes: they were changed after the batch was written.
    case checksum(stored: UInt32, computed: UInt32)
    /// The batch is compressed in a way that we do not read.
    case unsupportedCompression(String)
    /// The decompressed records are larger than the caller allows.
    case tooLarge(bytesMax: Int)
    /// A compression library refused; the text is its own.
    case compression(codec: String, message: String)

    /// The same bytes give the same answer: never worth a retry.
    public var isRetriable: Bool { false }
}

extension RecordBatchError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let needed, let left):
            "record batch is cut off: \(needed) bytes needed, \(left) left\nRead it again from its source."
        case .malformed(let what):
            "malformed record batch: \(what)\nCheck the file with `leat log check`, or the program that produced it."
        case .checksum(let stored, let computed):
            "record batch checksum \(hexadecimal(stored)) stored, \(hexadecimal(computed)) computed\n"
                + "The bytes were damaged after they were written; check the disk, then `leat log check`."
        case .unsupportedCompression(let name):
            "record batch is compressed with \(name), which is not supported\nUse none, gzip, lz4 or zstd."
        case .tooLarge(let bytesMax):
            "record batch is larger than \(bytesMax) bytes when decompressed\nRaise the limit if the batch is genuine."
        case .compression(let codec, let message):
            "\(codec) failed on a record batch: \(message)\nCheck the file with `leat log check`."
        }
    }

    private func hexadecimal(_ value: UInt32) -> String { "0x" + String(value, radix: 16) }
}

extension RecordBatchError {
    init(_ error: BytesError) {
        switch error {
        case .truncated(let needed, let left, _): self = .truncated(needed: needed, left: left)
        case .malformed(let what, let offset): self = .malformed("\(what) at offset \(offset)")
        }
    }
}
