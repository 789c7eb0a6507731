import Bytes

/// Letters in capitals and in small ones, one character for one, as the servers have it: what Unicode makes two of
/// (ß, ŉ) stays, and so does what came into Unicode after the version that the collation goes by.
struct TextCase {
    /// 30 for Unicode 3.0.
    let version: Int

    init(_ collation: Collation?) {
        switch collation?.order {
        case .unicode520: version = 52
        case .unicode900: version = 90
        case .unicode1400: version = 140
        default: version = 30
        }
    }

    init(version: Int) { self.version = version }

    func append(_ text: UnsafeRawBufferPointer, isUpper: Bool, to out: inout ByteWriter) {
        var reader = UTF8Reader(text)
        while !reader.isAtEnd {
            let point = reader.next()
            if point < 0x80 {
                let isLetter = isUpper ? point >= 0x61 && point <= 0x7A : point >= 0x41 && point <= 0x5A
                out.append(UInt8(truncatingIfNeeded: isLetter ? point ^ 0x20 : point))
                continue
            }
            guard let scalar = Unicode.Scalar(point) else { continue }
            for byte in UTF8.encode(mapped(scalar, isUpper: isUpper)) ?? UTF8.encodedReplacementCharacter {
                out.append(byte)
            }
        }
    }

    private func mapped(_ scalar: Unicode.Scalar, isUpper: Bool) -> Unicode.Scalar {
        // The one letter whose small form the servers shorten, İ, and one that was an old form of Σ once.
        if scalar.value == 0x130, !isUpper { return "i" }
        if scalar.value == 0x3F2, isUpper, version < 40 { return "\u{3A3}" }
        let properties = scalar.properties
        var scalars = (isUpper ? properties.uppercaseMapping : properties.lowercaseMapping).unicodeScalars
        if scalars.count > 1, isUpper { scalars = properties.titlecaseMapping.unicodeScalars }
        guard scalars.count == 1, let other = scalars.first, isKnown(scalar), isKnown(other) else { return scalar }
        return other
    }

    private func isKnown(_ scalar: Unicode.Scalar) -> Bool {
        guard let age = scalar.properties.age else { return false }
        return age.major * 10 + age.minor <= version
    }
}
