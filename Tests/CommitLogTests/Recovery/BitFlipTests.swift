import Testing

@testable import CommitLog

@Suite struct BitFlipTests {
    /// Turns bits over one at a time, all of them in the long form: nothing wrong is ever read without something that
    /// says so.
    @Test func aFlippedBitIsRefusedHarmlessOrAboveTheLastDurableSequence() throws {
        let log = try FlippedLog()
        #expect(log.kinds.count > 10 && log.disk.segmentPaths.count > 2)
        let places = log.places
        var generator = SeededGenerator(seed: SeededGenerator.baseSeed)
        var table: [FlipRegion: [FlipOutcome: Int]] = [:]
        func flip(_ place: (path: String, byte: Int), _ bit: Int) throws {
            let (region, isRecorded) = log.region(place.path, place.byte)
            let outcome = try log.outcome(place.path, byte: place.byte, bit: bit)
            table[region, default: [:]][outcome, default: 0] += 1
            let isAllowed = Self.allowed(region, isRecorded: isRecorded).contains(outcome)
            #expect(isAllowed, "\(place.path) byte \(place.byte) bit \(bit), \(region): \(outcome.rawValue)")
        }
        if SeededGenerator.isLong {
            // The zeros behind a segment's header are all alike.
            for place in places
            where place.byte % 16 == 0 || !log.region(place.path, place.byte).region.part.hasPrefix("2") {
                for bit in 0..<8 { try flip(place, bit) }
            }
        } else {
            for _ in 0..<300 { try flip(places[generator.below(places.count)], generator.below(8)) }
            // Zeros make up most of the files; the rest must not be met by chance alone.
            let rest = places.filter { !log.region($0.path, $0.byte).region.part.contains("zeros") }
            for _ in 0..<700 { try flip(rest[generator.below(rest.count)], generator.below(8)) }
        }
        print(Self.text(table))
    }

    private static func allowed(_ region: FlipRegion, isRecorded: Bool) -> Set<FlipOutcome> {
        switch (region.file, region.part.first) {
        case (.index, _): [.harmless]
        case (_, "2"): [.harmless]
        case (.newest, "9"): [.harmlessFound]
        case (.newest, "1"): [.refused]
        case (.newest, _): isRecorded ? [.refused] : [.cut, .refused]
        // Sealed segments are not read at open: whoever reads the place is told, or `log check` and the scrub tell.
        case (.sealed, "6"), (.sealed, "7"): [.batchChecksum, .refusedAtRead, .harmlessFound]
        case (.sealed, _): [.harmlessFound, .refusedAtRead, .refused]
        }
    }

    private static func text(_ table: [FlipRegion: [FlipOutcome: Int]]) -> String {
        func cell(_ text: String, _ width: Int) -> String {
            text.count < width ? text + String(repeating: " ", count: width - text.count) : text + " "
        }
        let heads = FlipOutcome.allCases.map { cell($0.rawValue, 24) }.joined()
        let rows = table.keys.sorted().map { region in
            cell(region.description, 44)
                + FlipOutcome.allCases.map { cell(table[region]?[$0].map(String.init) ?? "-", 24) }.joined()
        }
        return "\(cell("one bit turned over", 44))\(heads)\n" + rows.joined(separator: "\n")
    }
}
