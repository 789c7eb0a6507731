import Bridge
import CommitLog

/// What `leat log dump` says of prepared XA transactions.
enum XAText {
    static func describe(_ note: PreparedNote) -> String {
        switch note {
        case .part(let xid, let part, let bytes): "part \(part) of \(XAName(bytes: xid)), \(bytes) bytes"
        case .prepared(let xid): "prepared \(XAName(bytes: xid))"
        case .resolved(let xid): "resolved \(XAName(bytes: xid))"
        case .forgotten: "all prepared forgotten"
        }
    }
}
