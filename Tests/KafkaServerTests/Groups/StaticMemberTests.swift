import KafkaProtocol
import Testing

@testable import KafkaServer

@Suite("Static members")
struct StaticMemberTests {
    var scene = GroupScene()

    private mutating func staticPair() -> Int32 {
        let a = scene.join(fresh: "a1", instance: "A")
        _ = scene.join(fresh: "b1", instance: "B")
        scene.pass(300)
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

    @Test("a restarted leader takes its place without a rebalance, and is not told to lead")
    mutating func leaderRestartsWithoutRebalance() {
        let generation = staticPair()
        let again = scene.join(fresh: "a2", instance: "A")
        let answer = scene.joined[again]
        #expect(answer?.generationID == generation && answer?.memberID == "a2" && scene.state == .stable)
        #expect(answer?.leader == "a1" && answer?.members.isEmpty == true, "its former self leads")
        let share = scene.sync("a2", generation: generation)
        #expect(scene.synced[share]?.assignment == Array("0".utf8))
        let join = scene.join("a2", instance: "A")
        #expect(scene.joined[join] == nil && scene.state == .preparingRebalance, "it does lead when it asks")
    }

    @Test("a restart during the assignment begins the rebalance anew: the leader knows the old id")
    mutating func restartDuringAssignment() {
        let generation = staticPair()
        let rebalance = scene.join("a1", instance: "A")
        let other = scene.join("b1", instance: "B")
        #expect(scene.joined[rebalance]?.generationID == generation + 1 && scene.state == .completingRebalance)
        let waiting = scene.sync("b1", generation: generation + 1)
        let again = scene.join(fresh: "b2", instance: "B")
        #expect(scene.synced[waiting]?.errorCode == .fencedInstanceID)
        #expect(scene.joined[again] == nil && scene.state == .preparingRebalance)
        let leader = scene.join("a1", instance: "A")
        #expect(scene.joined[leader]?.members.map(\.memberID) == ["a1", "b2"])
        _ = other
    }

    @Test("a restart while everybody joins takes the place of the join that waits")
    mutating func restartDuringJoining() {
        let generation = staticPair()
        _ = scene.join("a1", instance: "A", strategies: ["range", "sticky"])
        let again = scene.join(fresh: "b2", instance: "B")
        #expect(scene.joined[again]?.generationID == generation + 1)
        #expect(scene.coordinator.groups["g"]?.members.map(\.id) == ["a1", "b2"])
    }

    @Test("a restart with other topics asks for a rebalance; with another set of owned partitions it does not")
    mutating func restartWithOtherTopics() throws {
        func subscription(_ topic: String, owned: UInt8) -> [UInt8] {
            [0, 1, 0, 0, 0, 1, 0, UInt8(topic.utf8.count)] + Array(topic.utf8) + [0, 0, 0, 1, owned]
        }
        let first = scene.join(fresh: "a1", instance: "A", metadata: subscription("orders", owned: 1))
        scene.pass(300)
        let generation = try #require(scene.joined[first]).generationID
        _ = scene.sync("a1", generation: generation, assigning: ["a1": "0"])
        let same = scene.join(fresh: "a2", instance: "A", metadata: subscription("orders", owned: 0))
        #expect(scene.joined[same]?.generationID == generation && scene.state == .stable)
        let other = scene.join(fresh: "a3", instance: "A", metadata: subscription("rows", owned: 0))
        #expect(scene.joined[other]?.generationID == generation + 1 && scene.joined[other]?.leader == "a3")
    }

    @Test("a lone static member may come back with another strategy")
    mutating func restartWithOtherStrategy() throws {
        let first = scene.join(fresh: "a1", instance: "A", strategies: ["range"])
        scene.pass(300)
        _ = scene.sync("a1", generation: try #require(scene.joined[first]).generationID, assigning: ["a1": "0"])
        let other = scene.join(fresh: "a2", instance: "A", strategies: ["cooperative-sticky"])
        #expect(scene.joined[other]?.protocolName == "cooperative-sticky")
    }

    @Test("a rebalance ends without a static member that is away, and keeps its place until its session ends")
    mutating func awayDuringRebalance() throws {
        let generation = staticPair()
        let rebalance = scene.join("a1", instance: "A", rebalance: 4_000)
        #expect(scene.joined[rebalance] == nil)
        scene.pass(9_000)
        #expect(scene.joined[rebalance] == nil, "the longest patience is that of b1")
        scene.pass(1_001)
        #expect(scene.joined[rebalance]?.members.map(\.memberID) == ["a1"])
        #expect(scene.heartbeat("b1", generation: generation, instance: "B") == .unknownMemberID)
    }

    @Test("commits and heartbeats under an instance id that nobody has are refused, and those of its old id fenced")
    mutating func instancesAreChecked() {
        let generation = staticPair()
        #expect(scene.heartbeat("a1", generation: generation, instance: "X") == .unknownMemberID)
        #expect(scene.commit("a1", generation: generation, instance: "A") == .none)
        _ = scene.join(fresh: "a2", instance: "A")
        #expect(scene.commit("a1", generation: generation, instance: "A") == .fencedInstanceID)
        #expect(scene.leave("a1", instance: "A") == .fencedInstanceID)
        #expect(scene.leave("a2", instance: "A") == .none)
    }
}
