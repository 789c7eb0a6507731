struct UnicodeWeights: Sendable {
    func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, padsSpace: Bool) -> Int { 0 }
    func areEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool { false }
}
