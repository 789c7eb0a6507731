import Bytes
import Testing

@testable import CommitLog

@Suite struct ProducerStateTests {
    private func batch(_ first: Int32, _ count: Int32 = 1, epoch: Int16 = 0) -> BatchProducer {
        BatchProducer(id: 1, epoch: epoch, firstSequence: first, recordCount: count)
    }

    private func state(_ batches: BatchProducer...) -> ProducerState {
        var state = ProducerState(batches[0], baseOffset: 100, appendTime: 0)
        for (index, next) in batches.enumerated().dropFirst() {
            state.note(next, baseOffset: 100 + Int64(index), appendTime: Int64(index))
        }
        return state
    }

    @Test func theNextSequenceIsStoredAndAGapIsNot() {
        let state = state(batch(0, 3), batch(3, 2))
        #expect(state.judge(batch(5)) == .next)
        #expect(state.judge(batch(6)) == .refused(.outOfOrder(expected: 5)))
        #expect(state.judge(batch(4, 2)) == .refused(.outOfOrder(expected: 5)))
    }

    @Test func theLastFiveBatchesAreKnownByTheirOffsetsAndOlderOnesByTheirSequence() {
        let batches = (0..<7 as Range<Int32>).map { batch($0) }
        var state = state(batches[0])
        for (index, next) in batches.enumerated().dropFirst() {
            state.note(next, baseOffset: 100 + Int64(index), appendTime: 0)
        }
        #expect(state.batches.count == 5)
        for index in 2..<7 { #expect(state.judge(batches[index]) == .duplicate(baseOffset: 100 + Int64(index))) }
        #expect(state.judge(batches[0]) == .refused(.alreadyStored))
        #expect(state.judge(batches[1]) == .refused(.alreadyStored))
        // The same first sequence with other records is no repetition.
        #expect(state.judge(batch(6, 2)) == .refused(.outOfOrder(expected: 7)))
    }

    @Test func sequencesGoOnFromZeroAfterTheLargest() {
        let state = state(batch(.max - 1, 3))
        #expect(state.judge(batch(1)) == .next)
        #expect(state.judge(batch(.max - 1, 3)) == .duplicate(baseOffset: 100))
        #expect(state.judge(batch(.max)) == .refused(.alreadyStored))
        #expect(state.judge(batch(2)) == .refused(.outOfOrder(expected: 1)))
        #expect(state.judge(batch(1 << 29)) == .refused(.outOfOrder(expected: 1)))
    }

    @Test func anOlderEpochIsFencedAndANewerOneBeginsWithZero() {
        var state = state(batch(0, 3, epoch: 2))
        #expect(state.judge(batch(3, epoch: 1)) == .refused(.fenced(epoch: 2)))
        #expect(state.judge(batch(3, epoch: 3)) == .refused(.outOfOrder(expected: 0)))
        #expect(state.judge(batch(0, epoch: 3)) == .next)
        state.note(batch(0, epoch: 3), baseOffset: 200, appendTime: 1)
        #expect(state.judge(batch(0, 3, epoch: 2)) == .refused(.fenced(epoch: 3)))
        #expect(state.judge(batch(0, epoch: 3)) == .duplicate(baseOffset: 200))
        #expect(state.judge(batch(1, epoch: 3)) == .next)
    }

    @Test func whoHasBeenSilentForLongestIsForgottenFirst() {
        var states = ProducerStates()
        for producer in 0..<40 as Range<Int64> {
            states.note(
                BatchProducer(id: producer, epoch: 0, firstSequence: 0, recordCount: 1), partition: 0, baseOffset: 0,
                appendTime: producer == 3 ? 1000 : producer)
        }
        states.limit(to: 32)
        #expect(states.count == 30)
        func isKnown(_ id: Int64) -> Bool {
            states.state(ProducerKey(partition: 0, producer: id), expiresBefore: 0) != nil
        }
        #expect(isKnown(3) && isKnown(39) && isKnown(11) && !isKnown(0) && !isKnown(10))
        states.removeExpired(before: 39)
        #expect(states.count == 2)
        states.forget([0])
        #expect(states.isEmpty)
    }

    @Test func whatIsWrittenIsReadBackAndHostileBytesAreNot() throws {
        var states = ProducerStates()
        for producer in [5, 1 << 60] as [Int64] {
            for number in 0..<6 as Range<Int32> {
                states.note(
                    BatchProducer(id: producer, epoch: 3, firstSequence: number, recordCount: 1), partition: 2,
                    baseOffset: Int64(number), appendTime: 77)
            }
        }
        var writer = ByteWriter()
        states.write(into: &writer)
        let bytes = Array(writer.bytes)
        func read(_ bytes: [UInt8]) -> ProducerStates? {
            bytes.withUnsafeBytes { bytes in
                var cursor = ByteCursor(bytes)
                guard let states = try? ProducerStates(&cursor), cursor.isAtEnd else { return nil }
                return states
            }
        }
        #expect(read(bytes) == states)
        for length in 0..<bytes.count { #expect(read(Array(bytes[..<length])) == nil) }
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var mutated = bytes
                mutated[index] = value
                _ = read(mutated)
            }
        }
    }
}
