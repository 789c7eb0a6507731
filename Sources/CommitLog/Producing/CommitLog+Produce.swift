extension CommitLog {
    /// Stores batches that come from a client. They are visible, and `completion` says so, only after their fdatasync,
    /// in every durability mode: no source could bring them again.
    ///
    /// A batch with a producer id is stored once: its sequence numbers must follow those of the producer's last batch
    /// in the partition. That holds through crashes and for as long as `producersMax` and `producerExpiryMilliseconds`
    /// let the log remember.
    ///
    /// Never blocks. `completion` is called once: from the writer thread with an outcome for each batch in the order
    /// in which the frame has them, or, at once or later, with the error that kept all of them out. Of these `busy`
    /// and `diskFull` are worth a retry.
    /// - Parameter frame: batches without a checkpoint, of no source.
    public func produce(
        _ frame: consuming PendingFrame,
        completion: @escaping @Sendable (Result<[ProducedOutcome], CommitLogError>) -> Void
    ) {
        let storage = frame.storage
        guard !storage.entries.isEmpty, storage.source == 0, storage.checkpoint.count == 0, storage.changes.count == 0
        else {
            shared.pool.giveBack(storage)
            return completion(.failure(invalid("a frame of a client has records, no source and no checkpoint")))
        }
        storage.kind = .produced
        storage.decisions = storage.entries.indices.map { .stored(entry: $0) }
        storage.completion = { [shared] result in
            if case .failure(let error) = result, error.isRetriable {
                shared.refusedProducers.withLock { $0.note(storage) }
            }
            completion(result.map { storage.producedOutcomes })
        }
        do throws(CommitLogError) {
            try check(storage)
            try shared.queue.appendProduced(storage)
        } catch {
            storage.complete(.failure(error))
            shared.pool.giveBack(storage)
        }
    }
}
