/// What a frame holds. The numbers are on disk: never change or reuse one.
public enum FrameKind: UInt8, Sendable, CaseIterable {
    /// Records, with the source's checkpoint after them.
    case data = 1
    /// The first part of something larger than a frame: records that wait for their chain's end.
    case chainBegin = 2
    /// A further part.
    case chainContinue = 3
    /// The last part, as `data` (or as `schema`, with the flag `definitions`): now all of them are visible.
    case chainEnd = 4
    /// The end will never come: the chain's frames are dead, and its partitions' next offsets what they were before.
    case chainAbort = 5
    /// A source's checkpoint alone.
    case checkpoint = 6
    /// Everything that is needed to read the log from here on; the first frame of each segment.
    case state = 7
    /// Nothing but the header: puts on record which frames are durable.
    case mark = 8
    /// A topic was created.
    case topic = 9
    /// As `data` (with or without records), and definitions of the source's tables as they are after them.
    case schema = 10
    /// A group's offsets were committed or deleted.
    case group = 11
    /// Reserved: a pipeline's version.
    case pipeline = 12
    /// A part of what a prepared XA transaction will commit.
    case prepared = 13
    /// A source was given its number.
    case source = 14
    /// What was given up: offsets that cannot be read any more, and segments.
    case space = 15
    /// Copies of records whose segment will be deleted, with the offsets that they have had from the start.
    case relocated = 16
    /// Records that a client has sent, of no source; their producers' state is in the headers of the batches.
    case produced = 17
    /// A topic was deleted, has more partitions, or was made with a retention of its own.
    case topicChanged = 18
    /// A group has forgotten some of its offsets.
    case offsetsDeleted = 19

    /// Kinds that this version writes and recovers.
    var isSupported: Bool {
        switch self {
        case .data, .checkpoint, .state, .mark, .topic, .group, .source, .prepared, .schema, .space, .relocated: true
        case .chainBegin, .chainContinue, .chainEnd, .chainAbort, .topicChanged, .offsetsDeleted, .produced: true
        case .pipeline: false
        }
    }

    /// True for the frames of a chain.
    var isOfChain: Bool {
        switch self {
        case .chainBegin, .chainContinue, .chainEnd, .chainAbort: true
        default: false
        }
    }

    /// False for records that wait for their chain's end.
    var makesRecordsVisible: Bool { self != .chainBegin && self != .chainContinue }

    /// True when somebody waits for the frame's fdatasync in every durability mode: no source can replay it.
    var mustBeDurable: Bool {
        switch self {
        case .topic, .group, .source, .space, .relocated, .produced, .topicChanged, .offsetsDeleted: true
        default: false
        }
    }
}

/// Bits of a frame's `flags`. A bit that this version does not know makes the frame unreadable to it.
public struct FrameFlags: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Written in durability `interval` or `os`: what was visible may have been lost in a crash.
    public static let relaxed = FrameFlags(rawValue: 1)
    /// On the MARK at the end of an orderly close.
    public static let clean = FrameFlags(rawValue: 2)
    /// Behind the checkpoint of a DATA, CHECKPOINT, SCHEMA or CHAIN_END frame stands what it does to prepared
    /// transactions.
    public static let changesPrepared = FrameFlags(rawValue: 4)
    /// On a CHAIN_END: its body is that of a SCHEMA frame.
    public static let definitions = FrameFlags(rawValue: 8)
    static let known: FrameFlags = [.relaxed, .clean, .changesPrepared, .definitions]
}
