import CommitLog
import Testing

@testable import leat

@Suite struct StartOffsetTests {
    @Test(arguments: [
        ("earliest", StartOffset.earliest), ("latest", .latest), ("offset:0", .offset(0)), ("offset:42", .offset(42)),
        ("time:1970-01-01T00:00:01Z", .time(1000)),
    ])
    func placesAreRead(text: String, start: StartOffset) { #expect(StartOffset(argument: text) == start) }

    @Test(arguments: ["", "first", "offset:", "offset:-1", "offset:x", "time:", "time:yesterday", "42"])
    func otherTextsAreNoPlaces(text: String) { #expect(StartOffset(argument: text) == nil) }
}
