/// Times with a meaning of their own in ListOffsets.
public enum ListOffsetsTimestamp {
    /// The offset after the last visible record.
    public static let latest: Int64 = -1
    /// The first offset that retention has left.
    public static let earliest: Int64 = -2
    /// The record with the largest timestamp (version 7).
    public static let maxTimestamp: Int64 = -3
}
