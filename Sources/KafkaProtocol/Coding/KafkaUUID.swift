/// A 128-bit id (topics); zero means none.
public struct KafkaUUID: Sendable, Hashable {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64 = 0, low: UInt64 = 0) {
        self.high = high
        self.low = low
    }

    public static let zero = KafkaUUID()
}
