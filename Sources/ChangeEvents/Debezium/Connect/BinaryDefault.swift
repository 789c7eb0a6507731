import Bytes

extension DebeziumOptions.Binary {
    /// Bytes and zeros behind them as a JSON string in this mode.
    func append(_ bytes: UnsafeRawBufferPointer, zeros: Int, to writer: inout ByteWriter) {
        writer.append(0x22)
        switch self {
        case .base64, .bytes: Base64.append(bytes, zeros: zeros, to: &writer)
        case .base64URLSafe: Base64.append(bytes, zeros: zeros, alphabet: .urlSafe, to: &writer)
        case .hex: Hexadecimal.append(bytes, zeros: zeros, to: &writer)
        }
        writer.append(0x22)
    }
}
