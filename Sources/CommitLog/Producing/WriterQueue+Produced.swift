extension WriterQueue {
    static var noSpace: CommitLogError {
        CommitLogError(
            .diskFull,
            "the queue's disk is full",
            remedy: "free space on that file system; the queue goes on by itself",
            isRetriable: true
        )
    }

    static func tooMuchProduced(bytes: Int) -> CommitLogError {
        CommitLogError(
            .busy,
            "\(bytes) bytes of records from clients wait for the disk already",
            remedy: "try again; if it lasts, the disk is too slow for what clients send"
        )
    }
}
