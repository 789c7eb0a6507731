/// Who asks, and what is allowed to them. Every request of a connection or of an HTTP session carries one.
public struct Principal: Sendable, Equatable {
    /// Name of the user; nil where the configuration names no users.
    public let name: String?
    /// Topics that may be read: records, offsets, their existence.
    public let read: TopicPatterns
    /// Topics that may be written, made, changed and deleted, as far as no source feeds them.
    public let write: TopicPatterns

    public init(name: String?, read: TopicPatterns, write: TopicPatterns) {
        self.name = name
        self.read = read
        self.write = write
    }

    /// Where the configuration names no users everybody may do everything.
    public static let everybody = Principal(name: nil, read: .all, write: .all)

    /// Who has not said who he is, where that is asked for.
    public static let nobody = Principal(name: nil, read: .none, write: .none)

    /// Who may write a topic may read it, too.
    public func mayRead(_ topic: String) -> Bool { read.matches(topic) || write.matches(topic) }
    public func mayWrite(_ topic: String) -> Bool { write.matches(topic) }
    /// True where no topic is kept from him: lists need no filter.
    public var mayReadAll: Bool { read.areAll || write.areAll }
    /// What concerns the whole process, such as a source's resumption, is for those who may write everything.
    public var mayAdminister: Bool { write.areAll }
}
