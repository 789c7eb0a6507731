import Binlog
import Bytes
import Schema

/// A text that does not lie ready in the row: where it comes from, and the scratch memory that it is written to.
struct TextSource: ~Copyable {
    enum Form {
        /// The column's characters in UTF-8.
        case converted(TextDecoder)
        /// BINARY(n): the row holds no trailing zeros.
        case padded(length: Int)
        /// The member of an ENUM, or the members of a SET with commas between them.
        case members(isSet: Bool)
    }

    let form: Form
    let column: Int
    private var scratch = ByteWriter(capacity: 64)
    private let members: MemberTexts

    init(_ form: Form, column: Int, members: [String] = []) {
        self.form = form
        self.column = column
        self.members = MemberTexts(members)
    }

    /// More scratch memory than this is given back before the next row.
    static let scratchBytesMax = 64 << 10

    /// - Returns: nil for NULL.
    mutating func read(_ value: ColumnValue) throws(EvaluationFault) -> UnsafeRawBufferPointer? {
        switch (form, value) {
        case (_, .null): return nil
        case (_, .absent): throw .absentColumn(column)
        case (.converted(let decoder), .bytes(let bytes)):
            scratch.removeAll(keepingCapacityUpTo: Self.scratchBytesMax)
            guard decoder.append(bytes, to: &scratch) else { throw .malformedValue(column) }
        case (.padded(let length), .bytes(let bytes)):
            guard bytes.count < length else { return bytes }
            scratch.removeAll(keepingCapacityUpTo: Self.scratchBytesMax)
            scratch.append(bytes)
            scratch.append(repeating: 0, count: length - bytes.count)
        case (.members(isSet: false), .enumeration(let index)):
            guard index <= members.count else { throw .malformedValue(column) }
            return index == 0 ? UnsafeRawBufferPointer(start: nil, count: 0) : members[Int(index) - 1]
        case (.members(isSet: true), .set(let bits)):
            guard bits.bitWidth - bits.leadingZeroBitCount <= members.count else { throw .malformedValue(column) }
            if bits.nonzeroBitCount == 1 { return members[bits.trailingZeroBitCount] }
            scratch.removeAll()
            var left = bits
            while left != 0 {
                if left != bits { scratch.append(0x2C) }
                scratch.append(members[left.trailingZeroBitCount])
                left &= left &- 1
            }
        default: throw .malformedValue(column)
        }
        return scratch.bytes
    }
}

/// The members of an ENUM or SET as bytes that stay where they are.
struct MemberTexts: ~Copyable {
    let count: Int
    private let text: UnsafeMutableRawBufferPointer
    private let ends: UnsafeMutablePointer<Int>

    init(_ members: [String]) {
        count = members.count
        text = .allocate(byteCount: members.reduce(0) { $0 + $1.utf8.count }, alignment: 1)
        ends = .allocate(capacity: max(1, members.count))
        var end = 0
        for (index, member) in members.enumerated() {
            for byte in member.utf8 {
                text[end] = byte
                end += 1
            }
            ends[index] = end
        }
    }

    deinit {
        text.deallocate()
        ends.deallocate()
    }

    /// Requires an index below `count`.
    subscript(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    }
}
