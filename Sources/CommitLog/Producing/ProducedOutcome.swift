/// What became of one batch that a client has sent.
public enum ProducedOutcome: Sendable, Equatable {
    /// It is durable and visible from this offset on.
    case stored(baseOffset: Int64)
    /// The producer sent it before: it stands from this offset on, durable, and was not stored again.
    case duplicate(baseOffset: Int64)
    /// Its sequence number is none that can be stored; nothing of the batch was.
    case refused(ProducerRefusal)
}

/// Why a batch of an idempotent producer was not stored.
public enum ProducerRefusal: Sendable, Equatable {
    /// The producer's id is in use with a newer epoch.
    case fenced(epoch: Int16)
    /// Batches before it are missing.
    case outOfOrder(expected: Int32)
    /// It was stored so long ago that its offset is not known any more.
    case alreadyStored
    /// It continues something that the log does not know, or does not know any more.
    case unknownProducer
}
