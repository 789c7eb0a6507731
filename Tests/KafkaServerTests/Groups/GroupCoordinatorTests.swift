import KafkaProtocol
import Testing

@testable import KafkaServer

@Suite("Group coordinator")
struct GroupCoordinatorTests {
    var scene = GroupScene()

    @Test("members that start together share one generation; the leader alone sees them all")
    mutating func firstRebalance() throws {
        let a = scene.enter("a")
        let b = scene.enter("b")
        #expect(scene.joined[a] == nil, "the first member waits for others")
        scene.pass(300)
        let (first, second) = (try #require(scene.joined[a]), try #require(scene.joined[b]))
        #expect(first.generationID == 1 && second.generationID == 1)
        #expect(first.leader == "a" && second.leader == "a" && first.protocolName == "range")
        #expect(first.members.map(\.memberID) == ["a", "b"] && second.members.isEmpty)
        #expect(first.members.last?.metadata == Array("range of b".utf8))
    }

    @Test("each member gets what the leader assigned to it, whoever syncs first")
    mutating func assignmentsReachTheirMembers() throws {
        let a = scene.enter("a")
        _ = scene.enter("b")
        scene.pass(300)
        let generation = try #require(scene.joined[a]).generationID
        let early = scene.sync("b", generation: generation)
        #expect(scene.synced[early] == nil)
        let leader = scene.sync("a", generation: generation, assigning: ["a": "p0", "b": "p1"])
        #expect(scene.synced[early]?.assignment == Array("p1".utf8))
        #expect(scene.synced[leader]?.assignment == Array("p0".utf8))
        #expect(scene.state == .stable)
        let again = scene.sync("b", generation: generation)
        #expect(scene.synced[again]?.assignment == Array("p1".utf8))
    }

    @Test("a new member makes the others join again, and heartbeats tell them")
    mutating func joinRebalances() throws {
        let generation = scene.stablePair()
        #expect(scene.heartbeat("a", generation: generation) == .none)
        let c = scene.enter("c")
        #expect(scene.heartbeat("a", generation: generation) == .rebalanceInProgress)
        let a = scene.join("a")
        #expect(scene.joined[a] == nil, "b is still missing")
        let b = scene.join("b")
        for ticket in [a, b, c] { #expect(scene.joined[ticket]?.generationID == generation + 1) }
        #expect(scene.joined[a]?.members.map(\.memberID) == ["a", "b", "c"])
    }

    @Test("who does not join again in time is left behind")
    mutating func rebalanceTimeout() throws {
        let generation = scene.stablePair()
        let c = scene.enter("c")
        let a = scene.join("a")
        // b goes on with heartbeats, so its session lives, but it never joins.
        for _ in 0..<12 {
            scene.pass(5_001)
            _ = scene.heartbeat("b", generation: generation)
        }
        #expect(scene.joined[a]?.generationID == generation + 1)
        #expect(scene.joined[a]?.members.map(\.memberID) == ["a", "c"])
        #expect(scene.joined[c]?.errorCode == ErrorCode.none)
        #expect(scene.heartbeat("b", generation: generation) == .unknownMemberID)
    }

    @Test("a member that is not heard of loses its place")
    mutating func sessionTimeout() throws {
        let generation = scene.stablePair()
        scene.pass(6_000)
        #expect(scene.heartbeat("a", generation: generation) == .none)
        scene.pass(6_000)
        #expect(scene.heartbeat("a", generation: generation) == .rebalanceInProgress)
        #expect(scene.heartbeat("b", generation: generation) == .unknownMemberID)
        let a = scene.join("a")
        #expect(scene.joined[a]?.members.map(\.memberID) == ["a"])
    }

    @Test("a leaving leader hands over to the next member")
    mutating func leaderLeaves() throws {
        let generation = scene.stablePair()
        #expect(scene.leave("a") == .none)
        #expect(scene.leave("a") == .unknownMemberID)
        #expect(scene.heartbeat("b", generation: generation) == .rebalanceInProgress)
        let b = scene.join("b")
        #expect(scene.joined[b]?.leader == "b" && scene.joined[b]?.generationID == generation + 1)
        #expect(scene.leave("b") == .none)
        #expect(scene.state == .dead, "nothing is kept of a group without members")
        #expect(scene.coordinator.memberBytes == 0)
    }

    @Test("a sync that waits is told when a rebalance cuts in")
    mutating func rebalanceCutsInOnSync() throws {
        let a = scene.enter("a")
        _ = scene.enter("b")
        scene.pass(300)
        let generation = try #require(scene.joined[a]).generationID
        let waiting = scene.sync("b", generation: generation)
        #expect(scene.leave("a") == .none)
        #expect(scene.synced[waiting]?.errorCode == .rebalanceInProgress)
    }

    @Test("the wrong generation, member or group is refused")
    mutating func strangersAreRefused() {
        let generation = scene.stablePair()
        #expect(scene.heartbeat("a", generation: generation - 1) == .illegalGeneration)
        #expect(scene.heartbeat("x", generation: generation) == .unknownMemberID)
        let sync = scene.sync("a", generation: generation + 1)
        #expect(scene.synced[sync]?.errorCode == .illegalGeneration)
        let join = scene.join("x")
        #expect(scene.joined[join]?.errorCode == .unknownMemberID)
        let stream = scene.join(fresh: "y", type: "connect")
        #expect(scene.joined[stream]?.errorCode == .inconsistentGroupProtocol)
        let sticky = scene.join(fresh: "y", strategies: ["sticky"])
        #expect(scene.joined[sticky]?.errorCode == .inconsistentGroupProtocol)
        let hasty = scene.join(fresh: "y", session: 10)
        #expect(scene.joined[hasty]?.errorCode == .invalidSessionTimeout)
    }

    @Test("the strategy is one that all members know")
    mutating func protocolIsCommon() throws {
        let a = scene.enter("a", strategies: ["sticky", "range"])
        let b = scene.enter("b", strategies: ["range", "roundrobin"])
        scene.pass(300)
        #expect(scene.joined[a]?.protocolName == "range" && scene.joined[b]?.protocolName == "range")
    }

    @Test("an id that was given out and not used lapses, and holds no rebalance up for longer")
    mutating func pendingMemberLapses() throws {
        let a = scene.enter("a")
        let lost = scene.join(fresh: "lost")
        #expect(scene.joined[lost]?.errorCode == .memberIDRequired)
        scene.pass(5_000)
        #expect(scene.joined[a] == nil)
        scene.pass(5_001)
        #expect(scene.joined[a]?.members.map(\.memberID) == ["a"])
        let late = scene.join("lost")
        #expect(scene.joined[late]?.errorCode == .unknownMemberID)
    }

    @Test("members before JoinGroup v4 join without the round for an id")
    mutating func oldClientsJoinAtOnce() {
        let a = scene.join(fresh: "old", requiresID: false)
        scene.pass(300)
        #expect(scene.joined[a]?.memberID == "old" && scene.joined[a]?.generationID == 1)
    }

    @Test("a join that is repeated while it waits answers the first with a retry")
    mutating func repeatedJoin() {
        let first = scene.enter("a")
        let second = scene.join("a")
        #expect(scene.joined[first]?.errorCode == .rebalanceInProgress)
        scene.pass(300)
        #expect(scene.joined[second]?.generationID == 1)
    }

    @Test("a follower that joins a stable group unchanged gets its generation back")
    mutating func unchangedFollowerKeepsTheGeneration() {
        let generation = scene.stablePair()
        let b = scene.join("b")
        #expect(scene.joined[b]?.generationID == generation && scene.state == .stable)
        let a = scene.join("a")
        #expect(scene.joined[a] == nil && scene.state == .preparingRebalance, "a leader's join asks for a rebalance")
    }

    @Test("shutting down answers everybody who waits")
    mutating func shutDownAnswers() {
        let a = scene.enter("a")
        scene.take(scene.coordinator.shutDown())
        #expect(scene.joined[a]?.errorCode == .coordinatorNotAvailable)
    }
}
