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

    @Test("a commit by somebody who does not lead the group is taken only while nobody is in it")
    mutating func outsiderWithAName() {
        #expect(scene.commit("someone", generation: -1) == .none)
        _ = scene.stablePair()
        #expect(scene.commit("someone", generation: -1) == .unknownMemberID)
        #expect(scene.commit("", generation: -1, instance: "I") == .unknownMemberID)
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
