import Glibc

/// One line of JSON: what a run measured.
struct Figures {
    private var text = ""

    mutating func add(_ name: String, _ value: Double) { add(name, json: "\(value)") }
    mutating func add(_ name: String, _ value: Int) { add(name, json: "\(value)") }
    mutating func add(_ name: String, _ values: [Double]) {
        add(name, json: "[" + values.map { "\($0)" }.joined(separator: ", ") + "]")
    }

    private mutating func add(_ name: String, json: String) {
        text += (text.isEmpty ? "" : ", ") + "\"\(name)\": \(json)"
    }

    /// Written at once: some runs end without leaving `main`.
    func printLine() {
        let line = Array("{\(text)}\n".utf8)
        _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    }
}

extension [Double] {
    /// The value that this share of all values does not exceed; the array must be sorted and not empty.
    func percentile(_ share: Double) -> Double { self[Swift.min(count - 1, Int(Double(count) * share))] }
}
