/// A message or a part of one, whose fields can be read and written.
public protocol KafkaStructure: Sendable, Equatable {
    /// Every field at its default of the message definition.
    init()

    /// Names the fields in wire order; those that the coder's version lacks are left at their defaults.
    mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError)
}

extension KafkaStructure {
    /// A value with some fields set: `MetadataResponse { $0.controllerID = 1 }`.
    public init<Failure: Error>(_ configure: (inout Self) throws(Failure) -> Void) throws(Failure) {
        self.init()
        try configure(&self)
    }
}

/// A request body, and with it the response that answers it.
public protocol KafkaRequest: KafkaStructure {
    associatedtype Response: KafkaStructure
    static var api: APIKey { get }
}
