import Bytes

/// Computes the seed of a frame's checksum from the log's identity and the frame's position.
public struct FrameSeal: Sendable {
    private let identity: UInt32

    public init(log: LogUUID) {
        identity = log.bytes.withUnsafeBytes { CRC32C.checksum($0) }
    }

    /// CRC-32C of the 16 bytes of the UUID and the position as u64 little-endian.
    public func seed(at position: UInt64) -> UInt32 {
        withUnsafeBytes(of: position.littleEndian) { CRC32C.checksum($0, seed: identity) }
    }
}
