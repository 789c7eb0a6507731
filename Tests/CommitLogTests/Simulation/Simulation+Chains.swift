@testable import CommitLog

extension Simulation {
    /// Transactions that a source gives to the log in parts, and how many of their batches it has given.
    struct ChainPlan {
        let transactions: [SimulatedTransaction]
        var given = 0

        var batches: [(transaction: Int, index: Int)] {
            transactions.indices.flatMap { number in
                transactions[number].batches.indices.map { (transaction: number, index: $0) }
            }
        }
    }

    /// - Returns: false if these transactions are too small for a chain.
    func beginChain(_ log: CommitLog, _ id: SourceID, _ transactions: [SimulatedTransaction]) throws -> Bool {
        let chain = ChainPlan(transactions: transactions)
        guard chain.batches.count > 1 else { return false }
        note("chain of source", Int(id), transactions[0].number)
        tally.chains += 1
        for transaction in transactions {
            model.chained.insert(LogModel.Chained(source: id, transaction: transaction.number))
        }
        try goOn(log, id, chain, isEnding: false)
        return true
    }

    /// The next part, or the end; now and then the source changes its mind.
    func goOnWithChain(_ log: CommitLog, _ id: SourceID, _ chain: ChainPlan) throws {
        if generator.chance(10) {
            note("abort chain of source", Int(id))
            tally.chainsAborted += 1
            log.abortChain(source: id)
            chains[id] = nil
            return
        }
        try goOn(log, id, chain, isEnding: chain.given >= chain.batches.count || generator.chance(15))
    }

    private func goOn(_ log: CommitLog, _ id: SourceID, _ chain: ChainPlan, isEnding: Bool) throws {
        var chain = chain
        let rest = chain.batches[chain.given...]
        let part = Array(isEnding ? rest : rest.prefix(1 + generator.below(3)))
        note(isEnding ? "end of chain" : "part of chain", Int(id), chain.given)
        do throws(CommitLogError) {
            if isEnding { try SimulatedTransaction.appendPrepared(log, chain.transactions) }
            let frame = SimulatedTransaction.frame(
                log,
                chain.transactions,
                topics: model.topics,
                batches: part,
                hasCheckpoint: isEnding
            )
            frame.endsChain = isEnding
            if isEnding { try log.append(frame) } else { try log.appendPart(frame) }
        } catch {
            return try expect(error, .busy)
        }
        chain.given += part.count
        chains[id] = isEnding ? nil : chain
        guard isEnding, let last = chain.transactions.last else { return }
        let index = model.sources.firstIndex { $0.id == id }
        if let index { model.sources[index].sent = last.number }
    }
}
