import Bytes
import Testing

@Suite struct UTCTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)), ("2026-11-21T10:00:14.123Z", 1_795_255_214_123),
        ("2026-11-21T18:00:14.123+08:00", 1_795_255_214_123), ("2026-11-21T09:30:14.1239-0030", 1_795_255_214_123),
        ("2026-11-21", 1_795_219_200_000), ("2026-11-21 10:00", 1_795_255_200_000), ("1970-01-01T00:00:00.5Z", 500),
    ])
    func isoTimesAreRead(text: String, milliseconds: Int64) {
        #expect(UTCTime.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        "", "now", "2026-13-01", "2026-00-01", "2026-01-32", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "26-01-01", "2026-01-01T00:00:00X", "2026-01-01T",
    ])
    func otherTextsAreNoTimes(text: String) { #expect(UTCTime.milliseconds(text) == nil) }

    @Test func timesAreWrittenInUTC() {
        #expect(UTCTime.text(microseconds: 1_795_255_214_123_456) == "2026-11-21T10:00:14.123Z")
        #expect(UTCTime.text(microseconds: 7_000) == "1970-01-01T00:00:00.007Z")
    }
}
