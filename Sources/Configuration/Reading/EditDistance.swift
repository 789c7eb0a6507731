/// Finds the word that a mistyped one was meant to be.
enum EditDistance {
    /// The nearest of `words`, or nil when none is near enough to be meant: at most a third of the letters, and in
    /// any case two, may differ.
    static func nearest(to word: String, in words: [String]) -> String? {
        let ranked = words.map { (word: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
        guard let best = ranked, best.distance <= max(2, word.count / 3), best.distance < word.count else { return nil }
        return best.word
    }

    /// Insertions, deletions, replacements and swaps of neighbours that make one word into the other.
    static func distance(_ one: String, _ other: String) -> Int {
        let a = Array(one.lowercased())
        let b = Array(other.lowercased())
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var current = [Int](repeating: i, count: b.count + 1)
            for j in 1...b.count {
                let change = a[i - 1] == b[j - 1] ? 0 : 1
                current[j] = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + change)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    current[j] = min(current[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = current
        }
        return last[b.count]
    }
}
