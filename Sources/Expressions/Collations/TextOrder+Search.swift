extension TextOrder {
    /// LOCATE: the place of the first match, counted from 1, not before `first`; 0 when there is none.
    ///
    /// MariaDB compares as many bytes as are looked for, MySQL as many weights: the compiler decides which one is meant.
    func position(
        of needle: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from first: Int, _ search: Node.Search
    ) -> Int {
        if needle.isEmpty, first == 1 { return 1 }
        var at = 0
        var number = 1
        while at < text.count {
            let rest = UnsafeRawBufferPointer(rebasing: text[at...])
            if number >= first, begins(rest, with: needle, search) { return number }
            at += 1
            if search != .bytes { while at < text.count, text[at] & 0xC0 == 0x80 { at += 1 } }
            number += 1
        }
        return 0
    }

    @inline(__always)
    private func begins(
        _ text: UnsafeRawBufferPointer, with needle: UnsafeRawBufferPointer, _ search: Node.Search
    ) -> Bool {
        if search != .characters {
            guard text.count >= needle.count else { return false }
            // Bytes that end within a character are no text, and equal to none.
            if text.count > needle.count, search == .windows, text[needle.count] & 0xC0 == 0x80 { return false }
            let window = UnsafeRawBufferPointer(rebasing: text[..<needle.count])
            if case .unicode(let weights) = form { return weights.compare(window, needle, padsSpace: false) == 0 }
            return window.elementsEqual(needle)
        }
        switch form {
        case .bytes: return text.starts(with: needle)
        case .simple(let weights):
            var (left, right) = (UTF8Reader(text), UTF8Reader(needle))
            while !right.isAtEnd {
                guard !left.isAtEnd, weights.weight(left.next()) == weights.weight(right.next()) else { return false }
            }
            return true
        case .unicode(let weights):
            var (left, right) = (WeightReader(text, weights), WeightReader(needle, weights))
            while true {
                let weight = right.next()
                if weight == 0 { return true }
                guard left.next() == weight else { return false }
            }
        }
    }

    /// Whether every character of a text is equal only to characters that take as many bytes of UTF-8.
    func isOfOneLength(_ text: [UInt8]) -> Bool {
        guard case .simple(let weights) = form else { return false }
        var lengths: [UInt16: Int] = [:]
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            lengths[weights.weight(scalar.value)] = UTF8.width(scalar)
        }
        // All characters beyond the first 65536 weigh the same.
        for point in UInt32(0)...0x10000 {
            guard let scalar = Unicode.Scalar(point), let length = lengths[weights.weight(point)] else { continue }
            if UTF8.width(scalar) != length { return false }
        }
        return true
    }
}
