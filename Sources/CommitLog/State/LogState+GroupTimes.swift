import Bytes

/// Section 11 of a STATE body: when groups last committed anything; little-endian.
///
///     count u32; each: name (u16 length, UTF-8), appendTime i64 µs
///
/// It is there once a sign of life without offsets has been stored: the log of somebody who does not ask for times
/// stays as older versions read it. A group of section 4 that is not named here is of a time before that.
extension LogState {
    /// The frame being applied is a sign of life of this group, if it is one: a group without offsets is none.
    mutating func noteLife(of group: String, byItself: Bool) {
        if byItself { keepsGroupTimes = true }
        if groups[group] == nil { groupTimes[group] = nil } else if appendTime > 0 { groupTimes[group] = appendTime }
    }

    func writeGroupTimes(into writer: inout ByteWriter) {
        writer.appendLE(UInt32(groupTimes.count))
        for (name, time) in groupTimes.sorted(by: { $0.key < $1.key }) {
            writer.appendShort(name)
            writer.appendLE(time)
        }
    }

    mutating func readGroupTimes(_ body: inout ByteCursor) throws(BytesError) {
        keepsGroupTimes = true
        for _ in 0..<(try body.count32(ofSize: 10)) {
            let name = try body.shortString()
            let time = try body.i64le()
            guard groups[name] != nil else { throw .malformed("the time of an unknown group", at: 0) }
            groupTimes[name] = time
        }
    }
}
