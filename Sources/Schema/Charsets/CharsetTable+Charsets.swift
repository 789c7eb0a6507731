// The tables are made when they are first asked for: a program that never meets a charset does not pay for it.
extension CharsetTable {
    /// The table of a charset that needs one; nil for binary and for those whose characters are arithmetic.
    static func of(_ charset: Charset) -> CharsetTable? {
        switch charset {
        case .binary, .ucs2, .utf16, .utf16le, .utf32, .utf8mb3, .utf8mb4: nil
        case .big5: big5
        case .cp932: cp932
        case .eucjpms: eucjpms
        case .euckr: euckr
        case .gb18030: gb18030
        case .gb2312: gb2312
        case .gbk: gbk
        case .sjis: sjis
        case .ujis: ujis
        case .armscii8: armscii8
        case .ascii: ascii
        case .cp1250: cp1250
        case .cp1251: cp1251
        case .cp1256: cp1256
        case .cp1257: cp1257
        case .cp850: cp850
        case .cp852: cp852
        case .cp866: cp866
        case .dec8: dec8
        case .geostd8: geostd8
        case .greek: greek
        case .hebrew: hebrew
        case .hp8: hp8
        case .keybcs2: keybcs2
        case .koi8r: koi8r
        case .koi8u: koi8u
        case .latin1: latin1
        case .latin2: latin2
        case .latin5: latin5
        case .latin7: latin7
        case .macce: macce
        case .macroman: macroman
        case .swe7: swe7
        case .tis620: tis620
        }
    }

    private static let big5 = CharsetTable(multiByte: CharsetText.big5)
    private static let cp932 = CharsetTable(multiByte: CharsetText.cp932)
    private static let eucjpms = CharsetTable(multiByte: CharsetText.eucjpms, furtherCount: gridCount)
    private static let euckr = CharsetTable(multiByte: CharsetText.euckr)
    private static let gb18030 = CharsetTable.gb18030(CharsetText.gb18030)
    private static let gb2312 = CharsetTable(multiByte: CharsetText.gb2312)
    private static let gbk = CharsetTable(multiByte: CharsetText.gbk)
    private static let sjis = CharsetTable(multiByte: CharsetText.sjis)
    private static let ujis = CharsetTable(multiByte: CharsetText.ujis, furtherCount: gridCount)

    private static let armscii8 = CharsetTable(singleByte: CharsetText.armscii8)
    private static let ascii = CharsetTable(singleByte: "")
    private static let cp1250 = CharsetTable(singleByte: CharsetText.cp1250)
    private static let cp1251 = CharsetTable(singleByte: CharsetText.cp1251)
    private static let cp1256 = CharsetTable(singleByte: CharsetText.cp1256)
    private static let cp1257 = CharsetTable(singleByte: CharsetText.cp1257)
    private static let cp850 = CharsetTable(singleByte: CharsetText.cp850)
    private static let cp852 = CharsetTable(singleByte: CharsetText.cp852)
    private static let cp866 = CharsetTable(singleByte: CharsetText.cp866)
    private static let dec8 = CharsetTable(singleByte: CharsetText.dec8)
    private static let geostd8 = CharsetTable(singleByte: CharsetText.geostd8)
    private static let greek = CharsetTable(singleByte: CharsetText.greek)
    private static let hebrew = CharsetTable(singleByte: CharsetText.hebrew)
    private static let hp8 = CharsetTable(singleByte: CharsetText.hp8)
    private static let keybcs2 = CharsetTable(singleByte: CharsetText.keybcs2)
    private static let koi8r = CharsetTable(singleByte: CharsetText.koi8r)
    private static let koi8u = CharsetTable(singleByte: CharsetText.koi8u)
    private static let latin1 = CharsetTable(singleByte: CharsetText.latin1)
    private static let latin2 = CharsetTable(singleByte: CharsetText.latin2)
    private static let latin5 = CharsetTable(singleByte: CharsetText.latin5)
    private static let latin7 = CharsetTable(singleByte: CharsetText.latin7)
    private static let macce = CharsetTable(singleByte: CharsetText.macce)
    private static let macroman = CharsetTable(singleByte: CharsetText.macroman)
    private static let swe7 = CharsetTable(singleByte: CharsetText.swe7)
    private static let tis620 = CharsetTable(singleByte: CharsetText.tis620)
}
