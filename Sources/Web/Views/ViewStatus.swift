import Views

/// What `/api/views` tells of a view.
public struct ViewStatus: Codable, Sendable, Equatable {
    public struct Column: Codable, Sendable, Equatable {
        public var name: String
        /// integer, decimal, real, text, date, datetime or time.
        public var kind: String
        /// Its place in ORDER BY, counted from 1, negative when descending.
        public var order: Int?
    }

    public var name: String
    /// running, building or stopped.
    public var state: String
    public var columns: [Column]
    /// Rows of the result.
    public var rows: Int
    /// Bytes of memory that the state takes, and may take.
    public var stateBytes: Int
    public var stateBytesMax: Int
    /// Age of the last transaction in the result while there are later ones; else 0.
    public var behindSeconds: Double
    /// The queue does not hold all that the tables ever had: the result may lack rows.
    public var incomplete: Bool
    /// Changes of rows taken since the process began.
    public var changes: Int64
    /// How often the state was made anew from the queue since the process began.
    public var rebuilds: Int
    /// What there is to know of it although it runs.
    public var note: String?
    public var error: String?
    public var remedy: String?
    /// Topics that it reads: who may not read all of them is not told of it.
    public var topics: [String]

    public init(_ report: ViewReport, topics: [String]) {
        name = report.name
        state = report.state.rawValue
        columns = report.columns.map { Column(name: $0.name, kind: $0.kind.rawValue, order: $0.order) }
        rows = report.rows
        stateBytes = report.stateBytes
        stateBytesMax = report.stateBytesMax
        behindSeconds = report.behindSeconds
        incomplete = report.isIncomplete
        changes = Int64(clamping: report.changes)
        rebuilds = report.rebuilds
        note = report.note
        error = report.error
        remedy = report.remedy
        self.topics = topics
    }
}
