import Synchronization

/// What the client of one connection has said that it is, and what follows from that.
final class ClientSoftware: Sendable {
    private let state = Mutex<DeliveryPace?>(nil)

    /// How fast records go to it; nil: as fast as it asks.
    var pace: DeliveryPace? { state.withLock(\.self) }

    /// - Parameter name: as the client calls itself in ApiVersions; empty in versions that have no name.
    func isNamed(_ name: String) { state.withLock { $0 = $0 ?? DeliveryPace(software: name) } }
}
