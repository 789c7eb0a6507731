import KafkaProtocol
import Testing

struct FetchSessionEpochTests {
    @Test("epochs count up from 1, begin again at 1, and nothing follows the last")
    func nextEpoch() {
        #expect(FetchSessionEpoch.next(after: FetchSessionEpoch.first) == 1)
        #expect(FetchSessionEpoch.next(after: 1) == 2)
        #expect(FetchSessionEpoch.next(after: Int32.max) == 1)
        #expect(FetchSessionEpoch.next(after: FetchSessionEpoch.last) == FetchSessionEpoch.last)
    }
}
