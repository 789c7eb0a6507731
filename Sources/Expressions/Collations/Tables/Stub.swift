extension PackedWeights {
    static let unicode900: StaticString = "AA"
    static let unicode1400: StaticString = "AA"
    static let swedish: StaticString = "AA"
}
