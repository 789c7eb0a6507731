import Binlog
import Bytes

/// The current transaction's GTID as text, for the `source` block of its change events. The server's part of the text
/// is kept from one transaction to the next: only the number is written anew.
struct GTIDText: ~Copyable {
    private var text = ByteWriter(capacity: 80)
    private var prefixLength = 0
    private var prefix: (uuid: ServerUUID, tag: GTIDTag)?
    private(set) var isPresent = false

    /// nil when the transaction has none.
    var bytes: UnsafeRawBufferPointer? { isPresent ? text.bytes : nil }

    mutating func set(_ gtid: GTID?) {
        isPresent = gtid != nil
        guard let gtid else { return }
        if let prefix, prefix.uuid == gtid.uuid, prefix.tag == gtid.tag {
            text.truncate(to: prefixLength)
        } else {
            text.removeAll()
            text.append(utf8: gtid.tag.isEmpty ? "\(gtid.uuid):" : "\(gtid.uuid):\(gtid.tag):")
            prefix = (gtid.uuid, gtid.tag)
            prefixLength = text.count
        }
        text.appendDecimal(gtid.number)
    }

    mutating func set(_ gtid: MariaDBGTID) {
        isPresent = true
        text.removeAll()
        text.appendDecimal(UInt64(gtid.domain))
        text.append(0x2D)
        text.appendDecimal(UInt64(gtid.server))
        text.append(0x2D)
        text.appendDecimal(gtid.sequence)
    }
}
