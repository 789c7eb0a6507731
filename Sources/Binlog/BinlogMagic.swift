/// The four bytes that begin every binlog file: FE 62 69 6E ("\u{FE}bin"); FD 62 69 6E when MySQL encrypts the file
/// (binlog_encryption=ON). Source: MySQL sql/basic_ostream.h, "Binary log encryption" in the manual.
public enum BinlogMagic {
    public static let byteCount = 4

    /// Tells from a file's first bytes whether events follow them.
    ///
    /// Throws `BinlogError.encryptedFile` for MySQL's encrypted files (MariaDB's are told by their second event, see
    /// `EventHeader.treatment`), `.notABinlog` for everything else.
    public static func check(_ bytes: UnsafeRawBufferPointer) throws(BinlogError) {
        guard bytes.count >= byteCount, bytes[1] == 0x62, bytes[2] == 0x69, bytes[3] == 0x6E else { throw .notABinlog }
        switch bytes[0] {
        case 0xFE: return
        case 0xFD: throw .encryptedFile(endPosition: UInt32(byteCount))
        default: throw .notABinlog
        }
    }
}
