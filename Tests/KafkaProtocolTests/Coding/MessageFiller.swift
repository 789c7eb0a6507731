import KafkaProtocol

/// Sets the fields of a message instead of reading them: legal messages of any shape, in any version.
struct MessageFiller: KafkaCoder {
    enum Shape {
        /// Everything as the dice fall.
        case random
        /// The least bytes for the most elements: empty texts, nulls, and arrays of these counts by depth.
        case dense(counts: [Int])
    }

    let version: Int16
    let shape: Shape
    var random: SplitMix
    private var depth = 0

    init(version: Int16, shape: Shape = .random, seed: UInt64 = 0) {
        self.version = version
        self.shape = shape
        random = SplitMix(state: seed)
    }

    private var isDense: Bool { if case .dense = shape { true } else { false } }

    private mutating func count(randomMax: Int) -> Int {
        if case .dense(let counts) = shape { return depth < counts.count ? counts[depth] : 0 }
        return Int.random(in: 0...randomMax, using: &random)
    }

    private mutating func number<Integer: FixedWidthInteger>(_: Integer.Type) -> Integer {
        isDense ? 0 : Integer(truncatingIfNeeded: random.next() >> UInt64.random(in: 0...63, using: &random))
    }

    private mutating func isNull() -> Bool { isDense || random.next() % 4 == 0 }

    mutating func bool(_ value: inout Bool) { value = number(UInt8.self) & 1 == 1 }
    mutating func int8(_ value: inout Int8) { value = number(Int8.self) }
    mutating func int16(_ value: inout Int16) { value = number(Int16.self) }
    mutating func int32(_ value: inout Int32) { value = number(Int32.self) }
    mutating func int64(_ value: inout Int64) { value = number(Int64.self) }
    mutating func uuid(_ value: inout KafkaUUID) { value = KafkaUUID(high: number(UInt64.self), low: 1) }

    mutating func string(_ value: inout String) {
        let length = isDense ? 0 : random.next() % 50 == 0 ? 5_000 : Int.random(in: 0...40, using: &random)
        value = String(repeating: random.next() % 2 == 0 ? "a" : "量", count: length)
    }

    mutating func nullableString(_ value: inout String?) {
        if isNull() { return value = nil }
        var text = ""
        string(&text)
        value = text
    }

    mutating func bytes(_ value: inout [UInt8]) {
        value = (0..<(isDense ? 1 : Int.random(in: 0...300, using: &random))).map { _ in number(UInt8.self) }
    }

    mutating func records(_ value: inout RecordSet) {
        var content: [UInt8] = []
        bytes(&content)
        value = .bytes(content)
    }

    mutating func int32Array(_ value: inout [Int32]) {
        value = (0..<count(randomMax: 20)).map { _ in number(Int32.self) }
    }

    mutating func stringArray(_ value: inout [String]) {
        value = (0..<count(randomMax: 5)).map { _ in
            var text = ""
            string(&text)
            return text
        }
    }

    mutating func nullableStringArray(_ value: inout [String]?) {
        if !isDense, isNull() { return value = nil }
        var texts: [String] = []
        stringArray(&texts)
        value = texts
    }

    mutating func array<Element: KafkaStructure>(_ value: inout [Element]) throws(KafkaProtocolError) {
        let count = count(randomMax: depth == 0 ? 6 : 3)
        value = []
        depth += 1
        for _ in 0..<count {
            var element = Element()
            try element.code(&self)
            value.append(element)
        }
        depth -= 1
    }

    mutating func nullableArray<Element: KafkaStructure>(_ value: inout [Element]?) throws(KafkaProtocolError) {
        if !isDense, isNull() { return value = nil }
        var elements: [Element] = []
        try array(&elements)
        value = elements
    }
}
