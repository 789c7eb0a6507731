extension PrometheusText {
    mutating func queue(_ queue: QueueStatus) {
        single("leat_queue_records_total", "counter", "Records written to the log.", queue.records)
        single("leat_queue_written_bytes_total", "counter", "Bytes written to the log.", queue.bytes)
        single("leat_queue_waiting_bytes", "gauge", "Bytes that wait for the disk.", queue.waitingBytes)
        single("leat_queue_segments", "gauge", "Files of the log.", queue.segments)
        single("leat_queue_syncs_total", "counter", "fdatasync calls.", queue.syncs)
        single("leat_queue_sync_seconds_total", "counter", "Time spent in fdatasync.", queue.syncSeconds)
        single("leat_queue_writable", "gauge", "1 while the log takes writes.", queue.isWritable ? 1 : 0)
        single("leat_log_disk_full", "gauge", "1 while records wait for space on the disk.", queue.isDiskFull ? 1 : 0)
        let reserveHelp = "Bytes set aside for offsets and retention on a full disk."
        single("leat_queue_reserve_bytes", "gauge", reserveHelp, queue.reserveBytes)
        if let free = queue.diskFreeBytes {
            single("leat_queue_disk_free_bytes", "gauge", "Bytes free on the log's file system.", free)
        }
        space(queue.space)
    }

    private mutating func space(_ space: SpaceStatus) {
        single("leat_log_deleted_segments_total", "counter", "Files deleted by retention.", space.deletedSegments)
        single("leat_log_deleted_bytes_total", "counter", "Bytes of these files.", space.deletedBytes)
        let relocatedHelp = "Bytes copied out of nearly dead files."
        single("leat_log_relocated_bytes_total", "counter", relocatedHelp, space.relocatedBytes)
        let protectedHelp = "Bytes kept beyond retention for groups that have not read them."
        single("leat_log_protected_bytes", "gauge", protectedHelp, space.protectedBytes)
        let lostHelp = "Bytes deleted though a protected group had not read them."
        single("leat_log_protected_lost_bytes_total", "counter", lostHelp, space.protectedLostBytes)
        single("leat_log_scrubbed_bytes_total", "counter", "Bytes of old files verified.", space.scrubbedBytes)
        single("leat_log_damaged_frames", "gauge", "Damaged places found in old files.", space.damagedFrames)
    }
}
