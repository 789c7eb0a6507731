import Synchronization
import Testing

@testable import Web

@Suite struct StreamPlacesTests {
    @Test func `no more pages than allowed`() throws {
        let places = StreamPlaces(countMax: 2)
        try places.enter()
        let ticket = places.onClose {}
        try places.enter()
        #expect(throws: RecordRefusal.self) { try places.enter() }
        places.leave(ticket)
        try places.enter()
    }

    @Test func `stopping server tells who is there and who comes late`() {
        let places = StreamPlaces(countMax: 3)
        let told = Mutex<[String]>([])
        let gone = places.onClose { told.withLock { $0.append("gone") } }
        places.leave(gone)
        _ = places.onClose { told.withLock { $0.append("there") } }
        places.close()
        _ = places.onClose { told.withLock { $0.append("late") } }
        #expect(told.withLock(\.self) == ["there", "late"])
        #expect(places.isClosed)
    }
}
