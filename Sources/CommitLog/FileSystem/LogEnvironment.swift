import Glibc

/// The world outside the log: disk, clock and chance. Tests put their own in.
public struct LogEnvironment: Sendable {
    public var fileSystem: any LogFileSystem
    /// Microseconds since 1970.
    public var now: @Sendable () -> Int64
    /// Microseconds of a clock that never goes back.
    var monotonicNow: @Sendable () -> Int64 = { monotonicMicroseconds() }
    /// A new random identity.
    public var makeUUID: @Sendable () -> LogUUID

    public init(
        fileSystem: any LogFileSystem,
        now: @escaping @Sendable () -> Int64,
        makeUUID: @escaping @Sendable () -> LogUUID
    ) {
        self.fileSystem = fileSystem
        self.now = now
        self.makeUUID = makeUUID
    }

    /// The real one.
    public static let system = LogEnvironment(
        fileSystem: PosixFileSystem(),
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        },
        makeUUID: { LogUUID(high: .random(in: 1 ... .max), low: .random(in: 0 ... .max)) }
    )
}
