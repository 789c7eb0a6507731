import Testing

@testable import CommitLog

/// Runs of the log in a simulated world. A failing run prints its seed, its plan and its last operations; the same
/// seed gives the same run.
@Suite struct SimulationTests {
    private static func plan(_ seed: UInt64) -> Simulation.Plan {
        var plan = Simulation.Plan(seed: seed)
        var generator = SeededGenerator(seed: seed &+ 3)
        plan.segmentBytes = [12 << 10, 32 << 10, 128 << 10][generator.below(3)]
        plan.topicsMax = 1 + generator.below(4)
        plan.sources = 1 + generator.below(3)
        plan.usesPrepared = generator.chance(60)
        if generator.chance(50) { plan.preallocateBytesMax = 32 << 10 }
        if generator.chance(40) { plan.usesFullDisk = true }
        if generator.chance(50) { plan.reserveBytes = 128 << 10 }
        plan.usesSpace = generator.chance(50)
        plan.usesChains = generator.chance(60)
        plan.producers = generator.below(4)
        if generator.chance(50) { plan.retentionBytes = Int64(64 + generator.below(300)) << 10 }
        if generator.chance(50) { plan.topicRetentionBytes = Int64(8 + generator.below(60)) << 10 }
        if generator.chance(30) { plan.retentionMilliseconds = Int64(20 + generator.below(100)) * 1000 }
        plan.isProtected = generator.chance(30)
        switch generator.below(3) {
        case 0: plan.durabilities = [.fsync]
        case 1: plan.durabilities = [.os, .interval(milliseconds: 1000)]
        default: plan.durabilities = [.fsync, .os, .interval(milliseconds: 1000)]
        }
        return plan
    }

    /// Many short runs: each begins with an empty disk, and a small log is quickly checked.
    private func run(steps: Int, each stepsOfOne: Int) throws -> Simulation.Tally {
        var tally = Simulation.Tally()
        for number in 0..<UInt64(steps / stepsOfOne) {
            var plan = Self.plan(SeededGenerator.baseSeed &* 100_000 &+ number)
            // Each part in some of the few runs of the short form.
            if number % 3 == 0 { (plan.usesSpace, plan.retentionBytes) = (true, 96 << 10) }
            if number % 4 == 1 { plan.usesFullDisk = true }
            if number % 2 == 0 { plan.usesChains = true }
            if number % 2 == 1 { plan.producers = max(plan.producers, 2) }
            let simulation = Simulation(plan)
            do { try simulation.run(steps: stepsOfOne) } catch {
                Issue.record("\(error)\n(LEAT_SEED=\(SeededGenerator.baseSeed))")
                return tally
            }
            tally = tally + simulation.tally
        }
        return tally
    }

    @Test func theLogKeepsItsPromisesThroughCrashesAndFaults() throws {
        let steps = SeededGenerator.isLong ? 1_200_000 : 12_000
        let tally = try run(steps: steps, each: 1000)
        print("simulated \(steps) steps from LEAT_SEED=\(SeededGenerator.baseSeed): \(tally)")
        #expect(tally.powerCuts > steps / 500 && tally.kills > steps / 500)
        #expect(tally.cleanEnds > 5 && tally.stops > 5 && tally.failedOpens > 5)
        #expect(tally.recordsLost > 0, "in the relaxed modes power cuts take something")
        #expect(tally.batches > steps / 10)
        #expect(tally.segmentsMax > 5 && tally.segmentsDeleted > 5)
        #expect(tally.segmentsRelocated > 0 || !SeededGenerator.isLong)
        #expect(tally.produced > steps / 100 && tally.producedAgain > steps / 500)
        #expect(tally.topicsDeleted > steps / 1000)
        #expect(tally.chains > steps / 200 && tally.chainsAborted > steps / 2000 && tally.shortages > steps / 2000)
    }

    /// The simulation finds each defect that is put in.
    @Test(arguments: Simulation.Mutation.allCases, [true, false])
    func aDefectPutInIsFound(mutation: Simulation.Mutation, looksAtDisk: Bool) {
        for seed in 1...40 as ClosedRange<UInt64> {
            var plan = Self.plan(seed)
            plan.mutation = mutation
            plan.looksAtDisk = looksAtDisk
            plan.durabilities = [.fsync]
            if mutation == .producersAreForgotten { plan.producers = 3 }
            do { try Simulation(plan).run(steps: 1500) } catch { return }
        }
        Issue.record("\(mutation) was not found in 40 runs")
    }

    @Test func theSameSeedGivesTheSameRun() throws {
        var ends: Set<[UInt64]> = []
        for _ in 0..<2 {
            let simulation = Simulation(Self.plan(4))
            try simulation.run(steps: 600)
            ends.insert([simulation.generator.state, UInt64(simulation.disk.get { $0.calls })])
        }
        #expect(ends.count == 1)
    }
}
