import KafkaProtocol
import Testing

@testable import KafkaServer

@Suite("Who may commit offsets")
struct GroupCommitTests {
    var scene = GroupScene()

    @Test("a member commits in its own generation only")
    mutating func memberCommits() {
        let generation = scene.stablePair()
        #expect(scene.commit("a", generation: generation) == .none)
        #expect(scene.commit("a", generation: generation - 1) == .illegalGeneration)
        #expect(scene.commit("stranger", generation: generation) == .unknownMemberID)
    }

    @Test("a commit from outside is taken while the group has no members")
    mutating func outsiderCommits() {
        #expect(scene.commit("", generation: -1) == .none)
        #expect(scene.commit("gone", generation: 3) == .illegalGeneration)
        _ = scene.stablePair()
        #expect(scene.commit("", generation: -1) == .unknownMemberID)
    }

    @Test("a commit during a rebalance: still allowed before everybody has joined, refused before the assignments")
    mutating func commitDuringRebalance() {
        let generation = scene.stablePair()
        let c = scene.enter("c")
        #expect(scene.commit("a", generation: generation) == .none)
        _ = scene.join("a")
        _ = scene.join("b")
        #expect(scene.joined[c] != nil && scene.state == .completingRebalance)
        #expect(scene.commit("a", generation: generation + 1) == .rebalanceInProgress)
    }

    @Test("a commit is a sign of life")
    mutating func commitKeepsTheSession() {
        let generation = scene.stablePair()
        for _ in 0..<4 {
            scene.pass(6_000)
            #expect(scene.commit("a", generation: generation) == .none)
            #expect(scene.commit("b", generation: generation) == .none)
        }
        #expect(scene.state == .stable)
    }
}

@Suite("Static members")
struct StaticMemberTests {
    var scene = GroupScene()

    private mutating func staticPair() -> Int32 {
        let a = scene.join(fresh: "a1", instance: "A")
        _ = scene.join(fresh: "b1", instance: "B")
        scene.pass(200)
        let generation = scene.joined[a]?.generationID ?? -1
        _ = scene.sync("b1", generation: generation)
        _ = scene.sync("a1", generation: generation, assigning: ["a1": "0", "b1": "1"])
        return generation
    }

    @Test("a static member joins without the round for an id")
    mutating func noIDRound() { #expect(staticPair() == 1) }

    @Test("a restarted static member whose subscription is the same takes its place without a rebalance")
    mutating func restartWithoutRebalance() throws {
        let generation = staticPair()
        let again = scene.join(fresh: "b2", instance: "B")
        #expect(scene.joined[again]?.generationID == generation && scene.state == .stable)
        let share = scene.sync("b2", generation: generation)
        #expect(scene.synced[share]?.assignment == Array("1".utf8))
    }

    @Test("whoever still uses the old id of a static member is fenced")
    mutating func oldIDIsFenced() throws {
        let generation = staticPair()
        let again = scene.join(fresh: "b2", instance: "B")
        #expect(scene.joined[again]?.memberID == "b2")
        #expect(scene.heartbeat("b1", generation: generation, instance: "B") == .fencedInstanceID)
        let old = scene.join("b1", instance: "B")
        #expect(scene.joined[old]?.errorCode == .fencedInstanceID)
    }

    @Test("an instance can be taken out by its name")
    mutating func leaveByInstance() {
        let generation = staticPair()
        #expect(scene.leave("", instance: "B") == .none)
        #expect(scene.leave("", instance: "B") == .unknownMemberID)
        #expect(scene.heartbeat("a1", generation: generation) == .rebalanceInProgress)
    }
}
