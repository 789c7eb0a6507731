import KafkaProtocol
import Testing

@testable import KafkaServer

@Suite("What time does to a group")
struct GroupTimeTests {
    var scene = GroupScene()

    @Test("each member that comes while a first rebalance waits puts it off, but not for ever")
    mutating func joinDelayIsExtended() {
        let a = scene.enter("a")
        for name in ["b", "c", "d"] {
            scene.pass(200)
            _ = scene.enter(name)
        }
        #expect(scene.joined[a] == nil)
        scene.pass(300)
        #expect(scene.joined[a]?.members.count == 4 && scene.joined[a]?.generationID == 1)
        var long = GroupScene()
        let first = long.enter("0")
        for number in 1...20 {
            long.pass(200)
            _ = long.enter("\(number)")
        }
        #expect(long.joined[first]?.members.count == 15, "those that came within 3 s")
    }

    @Test("a second rebalance waits for nobody who is not known")
    mutating func noDelayLater() {
        _ = scene.stablePair()
        _ = scene.enter("c")
        _ = scene.join("a")
        let b = scene.join("b")
        #expect(scene.joined[b]?.errorCode == ErrorCode.none)
    }

    @Test("new members do not put the end of a rebalance off")
    mutating func deadlineStays() {
        let generation = scene.stablePair()
        let c = scene.enter("c")
        for number in 0..<61 {
            scene.pass(1_000, hearing: ["a", "b"], generation: generation)
            if number % 20 == 10 { _ = scene.enter("late \(number)") }
        }
        #expect(scene.joined[c]?.errorCode == ErrorCode.none, "60 s after the rebalance began")
    }

    @Test("a leader that joins and never assigns loses its place, and so do all who never ask for theirs")
    mutating func leaderWithoutSync() throws {
        let generation = scene.stablePair() + 1
        _ = scene.join("a")
        let b = scene.join("b")
        #expect(scene.joined[b]?.generationID == generation && scene.joined[b]?.leader == "a")
        let waiting = scene.sync("b", generation: generation)
        // Both are alive all the time.
        scene.pass(60_000, hearing: ["a", "b"], generation: generation)
        #expect(scene.synced[waiting]?.errorCode == .rebalanceInProgress)
        #expect(scene.heartbeat("a", generation: generation) == .unknownMemberID)
        let again = scene.join("b")
        #expect(scene.joined[again]?.leader == "b")
    }

    @Test("a follower that never asks for its assignment loses its place although the group is stable")
    mutating func followerWithoutSync() throws {
        let generation = scene.stablePair() + 1
        _ = scene.join("a")
        _ = scene.join("b")
        _ = scene.sync("a", generation: generation, assigning: ["a": "0", "b": "1"])
        #expect(scene.state == .stable)
        scene.pass(59_000, hearing: ["a", "b"], generation: generation)
        #expect(scene.state == .stable)
        scene.pass(1_000, hearing: ["a", "b"], generation: generation)
        #expect(scene.heartbeat("b", generation: generation) == .unknownMemberID)
        #expect(scene.heartbeat("a", generation: generation) == .rebalanceInProgress)
    }

    @Test("who has asked for its assignment keeps its place")
    mutating func syncedStays() {
        let generation = scene.stablePair()
        scene.pass(120_000, hearing: ["a", "b"], generation: generation)
        #expect(scene.state == .stable && scene.heartbeat("b", generation: generation) == .none)
    }

    @Test("the leader's session ends before its assignments: the others are told to join again")
    mutating func leaderDiesBeforeSync() {
        let generation = scene.stablePair() + 1
        _ = scene.join("a")
        _ = scene.join("b")
        let waiting = scene.sync("b", generation: generation)
        scene.pass(10_000)
        #expect(scene.synced[waiting]?.errorCode == .rebalanceInProgress)
        let again = scene.join("b")
        #expect(scene.joined[again]?.leader == "b" && scene.joined[again]?.members.map(\.memberID) == ["b"])
    }

    @Test("a first join that waits without an end is given up")
    mutating func firstJoinLapses() {
        var limits = GroupLimits()
        limits.newMemberWaitMillisecondsMax = 5_000
        scene = GroupScene(limits: limits)
        let generation = scene.stablePair()
        let c = scene.enter("c")
        scene.pass(5_000, hearing: ["a", "b"], generation: generation)
        #expect(scene.joined[c]?.errorCode == .unknownMemberID)
        let a = scene.join("a")
        scene.pass(6_000, hearing: ["b"], generation: generation)
        #expect(scene.joined[a] == nil, "a known member waits as long as the rebalance takes")
    }

    @Test("a member that joins with other timeouts has those from then on")
    mutating func timeoutsAreTakenOver() {
        let generation = scene.stablePair()
        _ = scene.join("a", session: 30_000, rebalance: 5_000)
        _ = scene.join("b", session: 2_000, rebalance: 5_000)
        _ = scene.sync("a", generation: generation + 1, assigning: ["a": "0", "b": "1"])
        _ = scene.sync("b", generation: generation + 1)
        scene.pass(2_001)
        #expect(scene.heartbeat("b", generation: generation + 1) == .unknownMemberID)
        #expect(scene.heartbeat("a", generation: generation + 1) == .rebalanceInProgress)
    }

    @Test("a full group takes nobody in, and ids that lie about count for nothing")
    mutating func groupSize() {
        var limits = GroupLimits()
        limits.membersMax = 2
        scene = GroupScene(limits: limits)
        let idle = scene.join(fresh: "idle")
        #expect(scene.joined[idle]?.errorCode == .memberIDRequired)
        _ = scene.enter("a")
        _ = scene.enter("b")
        let c = scene.join(fresh: "c", requiresID: false)
        #expect(scene.joined[c]?.errorCode == .groupMaxSizeReached)
        for name in ["d", "e"] { _ = scene.join(fresh: name) }
        let late = scene.join("idle")
        #expect(scene.joined[late]?.errorCode == .groupMaxSizeReached)
    }

    @Test("ids given out have a limit of their own, which is worth a retry")
    mutating func pendingSize() {
        var limits = GroupLimits()
        limits.membersMax = 2
        scene = GroupScene(limits: limits)
        for name in ["d", "e"] { _ = scene.join(fresh: name) }
        let f = scene.join(fresh: "f")
        #expect(scene.joined[f]?.errorCode == .coordinatorLoadInProgress)
        scene.pass(10_000)
        let g = scene.join(fresh: "g")
        #expect(scene.joined[g]?.errorCode == .memberIDRequired)
    }

    @Test("a coordinator that is started anew knows nobody: all are told to join, and do")
    mutating func afterARestart() {
        let generation = scene.stablePair()
        scene.coordinator = GroupCoordinator()
        #expect(scene.heartbeat("a", generation: generation) == .unknownMemberID)
        #expect(scene.commit("b", generation: generation) == .illegalGeneration)
        let sync = scene.sync("a", generation: generation)
        #expect(scene.synced[sync]?.errorCode == .unknownMemberID)
        let old = scene.join("a")
        #expect(scene.joined[old]?.errorCode == .unknownMemberID)
        #expect(scene.stablePair() == 1)
    }
}
