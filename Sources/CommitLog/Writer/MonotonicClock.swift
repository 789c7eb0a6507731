import Glibc

/// Microseconds of the monotonic clock.
func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}

/// Whole milliseconds until a time of that clock, rounded up; 0 when it has passed.
func milliseconds(until deadlineMicroseconds: Int64) -> Int {
    Int(max(0, deadlineMicroseconds - monotonicMicroseconds() + 999) / 1000)
}
