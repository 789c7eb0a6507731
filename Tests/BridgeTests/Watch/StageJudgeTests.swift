import MySQLSource
import Testing

@testable import Bridge

@Suite struct StageJudgeTests {
    /// A source that streams, with something just received and a question just answered.
    private func calm(at now: Int64 = 100_000_000) -> StageObservation {
        var observation = StageObservation(now: now, state: .streaming)
        observation.silence = 10_000
        observation.upstreamDelay = 1_000
        observation.shares.readerWaits = 0.9
        observation.report.add(WatchReport.Answer(at: now - 1_000_000, forward: 300, backward: 300))
        return observation
    }

    @Test func `a calm source has no cause`() { #expect(StageCause.of(calm()) == nil) }

    @Test func `a frame that waits while the disk syncs is fsync's`() {
        var observation = calm()
        observation.appendAge = 900_000
        observation.shares.writerSyncs = 0.95
        #expect(StageCause.of(observation)?.stage == .fsync)
    }

    @Test func `a frame that waits while the writer writes, or for space, is append's`() {
        var observation = calm()
        observation.appendAge = 900_000
        observation.shares.writerWrites = 0.9
        #expect(StageCause.of(observation)?.stage == .append)
        observation.shares = ActivityShares()
        observation.isDiskFull = true
        #expect(StageCause.of(observation)?.stage == .append)
    }

    @Test func `bytes that wait for the decoder are decode's unless the log holds it back`() {
        var observation = calm()
        observation.decodeAge = 900_000
        #expect(StageCause.of(observation)?.stage == .decode)
        observation.shares.compressorIsHeldBack = 1
        observation.shares.writerSyncs = 1
        #expect(StageCause.of(observation)?.stage == .fsync)
    }

    @Test func `a refused port is the source's, one that nobody answers at the network's`() {
        var observation = StageObservation(now: 100_000_000, state: .retrying)
        observation.report.reach = .refused
        #expect(StageCause.of(observation)?.stage == .source)
        observation.report.reach = .unreachable("connection timed out")
        #expect(StageCause.of(observation)?.stage == .network)
        observation.report.reach = nil
        #expect(StageCause.of(observation) == nil)
    }

    @Test func `a silent server that acknowledges hangs; one that does not is cut off`() {
        var observation = calm()
        observation.silence = 3_200_000
        observation.report.askedAt = observation.now - 2_000_000
        #expect(StageCause.of(observation)?.stage == .source)
        observation.socket = SocketState(unacknowledged: 1, retransmits: 3)
        #expect(StageCause.of(observation)?.stage == .network)
    }

    @Test func `an answer that is late on its way back is the network's, one that was late there the server's`() {
        var observation = calm()
        observation.report.add(WatchReport.Answer(at: observation.now, forward: 1_500_000, backward: 1_500_000))
        #expect(StageCause.of(observation)?.stage == .network)
        observation = calm()
        observation.report.add(WatchReport.Answer(at: observation.now, forward: 1_500_000, backward: 400))
        #expect(StageCause.of(observation)?.stage == .source)
    }

    @Test func `one slow answer alone says nothing while changes come in time`() {
        var observation = calm()
        observation.report.add(WatchReport.Answer(at: observation.now, forward: 600_000, backward: 400))
        #expect(StageCause.of(observation) == nil)
        observation.upstreamDelay = 1_200_000
        #expect(StageCause.of(observation)?.stage == .source)
    }

    @Test func `old commit times alone are no lateness: a statement may have run long`() {
        var observation = calm()
        observation.upstreamDelay = 60_000_000
        #expect(StageCause.of(observation) == nil)
        #expect(StageCause.isUrgent(observation))
    }

    @Test func `bytes that do not arrive though the server answers are under way`() {
        var observation = calm()
        observation.bytesBehind = 100_000
        observation.bytesBehindAge = 2_000_000
        #expect(StageCause.of(observation)?.stage == .network)
        observation.report.dumpThread = .missing
        #expect(StageCause.of(observation)?.stage == .source)
        // As fast as we can.
        observation.shares.readerWaits = 0
        #expect(StageCause.of(observation)?.stage == .decode)
    }

    @Test func `an idle source is asked once, not again and again`() {
        var observation = calm()
        observation.silence = 2_000_000
        #expect(!StageCause.isUrgent(observation))
        observation.silence = 500_000
        observation.report.answers = [WatchReport.Answer(at: observation.now - 5_000_000, forward: 1, backward: 1)]
        #expect(!StageCause.isUrgent(observation))
        observation.silence = 1_100_000
        #expect(StageCause.isUrgent(observation))
        observation.idle = 60_000_000
        #expect(!StageCause.isUrgent(observation))
        observation.silence = 6_100_000
        #expect(StageCause.isUrgent(observation))
    }

    @Test func `a stage is named after half a second, and forgotten after two`() {
        var judge = StageJudge()
        var named: [SourceStage?] = []
        for step in 0..<32 {
            var observation = calm(at: Int64(step) * 250_000)
            if step < 8 {
                observation.appendAge = 900_000
                observation.shares.writerSyncs = 1
            }
            judge.take(observation)
            named.append(judge.verdict?.stage)
        }
        #expect(named[..<2] == [nil, nil])
        #expect(named[2..<16].allSatisfy { $0 == .fsync })
        #expect(named[16...].allSatisfy { $0 == nil })
    }

    @Test func `a moment of something else does not take the name away`() {
        var judge = StageJudge()
        for step in 0..<40 {
            var observation = calm(at: Int64(step) * 250_000)
            observation.appendAge = 900_000
            if step % 5 == 4 { observation.shares.writerWrites = 1 } else { observation.shares.writerSyncs = 1 }
            judge.take(observation)
            if step >= 2 { #expect(judge.verdict?.stage == .fsync) }
        }
    }
}
