/// A character set of MySQL 9.7 or MariaDB 10.11 to 11.8, by the server's name for it.
public enum Charset: String, Sendable, CaseIterable {
    case armscii8, ascii, big5, binary, cp1250, cp1251, cp1256, cp1257, cp850, cp852, cp866, cp932, dec8, eucjpms
    case euckr, gb18030, gb2312, gbk, geostd8, greek, hebrew, hp8, keybcs2, koi8r, koi8u, latin1, latin2, latin5
    case latin7, macce, macroman, sjis, swe7, tis620, ucs2, ujis, utf16, utf16le, utf32, utf8mb3, utf8mb4

    /// The charset of a collation, by the number in the binlog; nil when no known server has the collation.
    public init?(collation: UInt32) {
        var low = 0
        var high = CollationTable.runs.count
        while low < high {
            let middle = (low + high) / 2
            if CollationTable.runs[middle].last < collation { low = middle + 1 } else { high = middle }
        }
        guard low < CollationTable.runs.count, CollationTable.runs[low].first <= collation else { return nil }
        self = CollationTable.runs[low].charset
    }
}
