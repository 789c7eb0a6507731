/// How far a reader in frame order has come: what a checkpoint of it stores. It names the last frame that was given by
/// its checksum, so that a log which lost its end, or another one, is not taken for the same.
public struct TailPlace: Sendable, Equatable {
    /// Log position behind the last frame that was given.
    public var position: UInt64
    /// Log position, sequence and checksum of that frame; sequence 0 before the first.
    public var framePosition: UInt64
    public var sequence: UInt64
    public var crc: UInt32
    /// Log position of the BEGIN of a chain that was open there; 0 if there was none.
    public var chainPosition: UInt64

    public init(position: UInt64, framePosition: UInt64, sequence: UInt64, crc: UInt32, chainPosition: UInt64) {
        self.position = position
        self.framePosition = framePosition
        self.sequence = sequence
        self.crc = crc
        self.chainPosition = chainPosition
    }

    /// Before everything that the log has.
    static let origin = TailPlace(position: 0, framePosition: 0, sequence: 0, crc: 0, chainPosition: 0)
}
