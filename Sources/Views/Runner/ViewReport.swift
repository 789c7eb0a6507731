/// What is to be known of a view from outside, as of one moment.
public struct ViewReport: Sendable, Equatable {
    public enum State: String, Sendable {
        /// The result is that of the last transactions that became visible.
        case running
        /// The state is made from what the queue holds; there is no result yet.
        case building
        /// It has ended with an error; nothing else is concerned.
        case stopped
    }

    public var name = ""
    public var state = State.building
    public var columns: [ViewColumn] = []
    public var rows = 0
    public var stateBytes = 0
    public var stateBytesMax = 0
    /// Age of the last transaction that is in the result, as long as there are later ones; 0 when there are none.
    public var behindSeconds = 0.0
    /// The result may lack rows: the queue does not hold all that the tables ever had.
    public var isIncomplete = false
    /// Changes of rows that it has taken since the process began.
    public var changes: UInt64 = 0
    /// How often its state was made anew since the process began.
    public var rebuilds = 0
    /// What an operator may want to know of a view that runs: why it was made anew, what it waits for.
    public var note: String?
    public var error: String?
    public var remedy: String?
}

/// Why a view does not give its result now.
public struct ViewRefusal: Error, Sendable, Equatable {
    public enum Code: Sendable {
        /// It is being made, or the process ends: worth asking again.
        case notNow
        /// It has ended with an error.
        case stopped
        /// The result has more rows than may be sent.
        case tooLarge
        /// As many clients follow it as may.
        case busy
    }
    public let code: Code
    public let what: String
    public let remedy: String

    public init(_ code: Code, _ what: String, remedy: String) {
        self.code = code
        self.what = what
        self.remedy = remedy
    }
}
