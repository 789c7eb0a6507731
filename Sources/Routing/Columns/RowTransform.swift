import Binlog
import Bytes
import Expressions
import Schema

/// Rewrites the rows of one version of one table by its `ColumnRules`: excluded columns are gone, masked and hashed
/// ones are texts. The encoders see only what it gives, and know nothing of it.
///
/// It keeps memory for two images and allocates nothing per row. Not for use by two threads at once.
///
/// A hash is the lower-case hexadecimal HMAC-SHA-256 of the value's text (`ServerText`) in UTF-8, so that anyone who
/// has the key can compute it: `printf %s 13800138000 | openssl dgst -sha256 -hmac "$KEY"`.
public final class RowTransform {
    /// The two images of a change; each has its own memory.
    public enum Image: Int, Sendable { case before, after }

    private enum Action {
        case copy
        case mask
        /// The column's text, and where its hash stands.
        case hash(ServerText, offset: Int)
    }

    /// The table as it is after the rules: nullable VARCHAR of utf8mb4 where a column is masked or hashed.
    public let table: TableDefinition

    private let steps: [(column: Int, action: Action)]
    private let hmac: HMACSHA256
    private let rows: UnsafeMutablePointer<ColumnValue>
    private let hashes: UnsafeMutableRawBufferPointer
    private let mask: UnsafeRawBufferPointer
    private let text: UnsafeMutablePointer<ByteWriter>
    private static let hashLength = 2 * SHA256.digestLength
    private static let maskText: StaticString = "****"

    /// - Parameter keyColumns: of `table`, by index: what the record key is made of.
    /// - Throws: `unknownColumn` for a column that the table lacks: a misspelt name would let a secret pass;
    ///   `invalidRule` when a key column is excluded or masked, or a column cannot be hashed.
    public init(_ rules: ColumnRules, table: TableDefinition, keyColumns: [Int]) throws(RoutingError) {
        try rules.check()
        let plan = try ColumnRulePlan(rules, table: table, keyColumns: keyColumns)
        var steps: [(column: Int, action: Action)] = []
        var hashCount = 0
        for index in plan.kept {
            if plan.masked.contains(index) {
                steps.append((index, .mask))
            } else if plan.hashed.contains(index) {
                let text = try ServerText(table.columns[index], index: index, of: table)
                steps.append((index, .hash(text, offset: hashCount * Self.hashLength)))
                hashCount += 1
            } else {
                steps.append((index, .copy))
            }
        }
        self.table = plan.result
        self.steps = steps
        hmac = rules.hashKey.withUnsafeBytes { HMACSHA256(key: $0) }
        rows = .allocate(capacity: max(1, 2 * steps.count))
        rows.initialize(repeating: .null, count: 2 * steps.count)
        hashes = .allocate(byteCount: max(1, 2 * hashCount * Self.hashLength), alignment: 8)
        mask = UnsafeRawBufferPointer(start: Self.maskText.utf8Start, count: Self.maskText.utf8CodeUnitCount)
        text = .allocate(capacity: 1)
        text.initialize(to: ByteWriter(capacity: 256))
    }

    deinit {
        rows.deallocate()
        hashes.deallocate()
        text.deinitialize(count: 1)
        text.deallocate()
    }

    /// The row after the rules. What it points at, the event's bytes apart, is valid until this image is rewritten.
    ///
    /// - Parameter row: the values of all columns of the table as it is in the source.
    /// - Throws: `RowFault` for a value that has no text.
    public func rewrite(
        _ row: UnsafePointer<ColumnValue>, as image: Image
    ) throws(RowFault) -> UnsafeMutablePointer<ColumnValue> {
        let result = rows + image.rawValue * steps.count
        let hashes = hashes.count / 2 * image.rawValue
        for position in 0..<steps.count {
            let value = row[steps[position].column]
            switch (steps[position].action, value) {
            case (.copy, _), (_, .null), (_, .absent): result[position] = value
            case (.mask, _): result[position] = .bytes(mask)
            case (.hash(let column, let offset), _):
                result[position] = .bytes(try hash(value, column, at: hashes + offset))
            }
        }
        return result
    }

    private func hash(
        _ value: ColumnValue, _ column: ServerText, at offset: Int
    ) throws(RowFault) -> UnsafeRawBufferPointer {
        text.pointee.removeAll(keepingCapacityUpTo: 64 << 10)
        do {
            try column.append(value, to: &text.pointee)
        } catch {
            throw RowFault(error, "hash")
        }
        let out = UnsafeMutableRawBufferPointer(rebasing: hashes[offset..<(offset + Self.hashLength)])
        // The digest stands in the second half until its digits have taken its place from the front.
        let digest = UnsafeMutableRawBufferPointer(rebasing: out[SHA256.digestLength...])
        hmac.authenticate(text.pointee.bytes, into: digest)
        for index in 0..<SHA256.digestLength {
            let byte = digest[index]
            out[2 * index] = Self.digit(byte >> 4)
            out[2 * index + 1] = Self.digit(byte & 0x0F)
        }
        return UnsafeRawBufferPointer(out)
    }

    @inline(__always)
    private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
}
