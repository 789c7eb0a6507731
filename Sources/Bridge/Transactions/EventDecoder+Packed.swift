import Binlog

extension EventDecoder {
    /// Decodes the events of a compressed transaction as if they stood in the binlog; their place is the payload's.
    mutating func decodePayload(_ event: EventFrame, start: UInt64) throws {
        try payload.begin(event)
        while let inner = try payload.next() { try dispatch(inner, start: start) }
    }
}
