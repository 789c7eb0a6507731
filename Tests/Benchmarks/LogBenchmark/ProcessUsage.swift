import Glibc

/// What the operating system says about time and about this process.
enum ProcessUsage {
    /// Seconds of the monotonic clock.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// CPU seconds of all threads so far.
    static var cpuSeconds: Double { cpu(CLOCK_PROCESS_CPUTIME_ID) }
    /// CPU seconds of the calling thread so far.
    static var threadCPUSeconds: Double { cpu(CLOCK_THREAD_CPUTIME_ID) }

    private static func cpu(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Resident memory in bytes: now, and the most so far.
    static var residentBytes: Int { status("VmRSS:") }
    static var residentBytesMax: Int { status("VmHWM:") }

    private static func status(_ field: String) -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let text = line.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
            guard text.hasPrefix(field) else { continue }
            return (Int(text.split(whereSeparator: { " \t".contains($0) }).dropFirst().first ?? "") ?? 0) << 10
        }
        return 0
    }

    /// Open file handles.
    static var handles: Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Not counted: the two dots, and the handle of this listing.
        return count - 3
    }
}

/// Sleeps.
func pauseMicroseconds(_ duration: UInt32) { usleep(duration) }
