/// Bytes that nobody can foresee.
public enum RandomBytes {
    public static func make(_ count: Int) -> [UInt8] {
        // The system's generator is a cryptographic one (getrandom).
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
