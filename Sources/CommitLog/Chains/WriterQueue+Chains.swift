extension WriterQueue {
    static func refusal(ofFrame what: String) -> CommitLogError {
        CommitLogError(.invalidArgument, what, remedy: "this is a bug of the caller; please report it")
    }

    static func chainIsInTheWay(_ chain: ChainHold?, milliseconds: Int) -> CommitLogError {
        CommitLogError(
            .busy,
            "a transaction of source number \(chain?.source ?? 0), larger than a frame, has held a partition for "
                + "\(milliseconds / 1000) s that another writer wants, too",
            remedy: "none: it is tried again; sources that write such transactions do better with topics of their own"
        )
    }
}
