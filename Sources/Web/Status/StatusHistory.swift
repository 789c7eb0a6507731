/// The course of the last quarter of an hour, as `/api/history` tells it.
public struct StatusHistory: Codable, Sendable, Equatable {
    /// Time between two points in seconds.
    public var stepSeconds: Int
    /// Oldest first; at most as many as the process keeps.
    public var points: [HistoryPoint]

    public init(stepSeconds: Int = 5, points: [HistoryPoint] = []) {
        self.stepSeconds = stepSeconds
        self.points = points
    }
}

/// One point of the course.
public struct HistoryPoint: Codable, Sendable, Equatable {
    /// Its end, in milliseconds since 1970.
    public var t: Int64
    /// Delay from commit to visible in seconds; nil when nothing became visible.
    public var p50: Double?
    public var p99: Double?
    /// Rows carried into the queue, a second.
    public var rowsIn: Double
    /// Records given to consumers, a second.
    public var rowsOut: Double
    /// By source: how far the queue was behind it, in seconds.
    public var lag: [String: Double]

    public init(
        t: Int64, p50: Double? = nil, p99: Double? = nil, rowsIn: Double = 0, rowsOut: Double = 0,
        lag: [String: Double] = [:]
    ) {
        self.t = t
        self.p50 = p50
        self.p99 = p99
        self.rowsIn = rowsIn
        self.rowsOut = rowsOut
        self.lag = lag
    }
}
