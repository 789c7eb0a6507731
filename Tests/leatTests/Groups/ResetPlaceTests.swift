import CommitLog
import Testing

@testable import leat

@Suite struct ResetPlaceTests {
    @Test(arguments: [
        (StartOffset.earliest, Int64?.none, Int64(5)), (.latest, nil, 9), (.offset(7), nil, 7), (.offset(1), nil, 5),
        (.offset(100), nil, 9), (.time(3), 6, 6), (.time(3), -1, 9),
    ])
    func aGroupGoesOnWithinThePartition(to: StartOffset, found: Int64?, offset: Int64) {
        #expect(to.offset(in: 5...9, found: found) == offset)
    }
}
