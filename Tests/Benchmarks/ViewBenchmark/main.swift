import Binlog
import Glibc
import Schema
import Views

// Changes per second and core of views in memory, without reading the log: what the engine itself takes.
//
//     ViewBenchmark group [groups] [changes]     filter and GROUP BY with COUNT, SUM and AVG of a DECIMAL
//     ViewBenchmark join [orders] [changes]      orders joined with their buyers, grouped
//     ViewBenchmark top [rows] [changes]         ORDER BY … LIMIT 10
//     ViewBenchmark extremes [groups] [changes]  MIN and MAX
//     ViewBenchmark log-group [groups] [changes] the first two from the bytes of a log: frames, lz4, JSON and all
//     ViewBenchmark log-join [orders] [changes]
//
// A change is one row image: an update is two. The view is filled first, then rows are updated at random.

let orders = TableDefinition(
    database: "shop", table: "orders",
    columns: [
        ColumnDefinition(name: "id", type: .longlong, isUnsigned: true),
        ColumnDefinition(name: "buyer", type: .longlong, isUnsigned: true),
        ColumnDefinition(
            name: "status", type: .enumeration, metadata: 1, collation: 45, members: ["NEW", "PAID", "OLD"]),
        ColumnDefinition(name: "amount", type: .newDecimal, metadata: 12 << 8 | 2),
    ], primaryKey: [0])
let buyers = TableDefinition(
    database: "shop", table: "buyers",
    columns: [
        ColumnDefinition(name: "id", type: .longlong, isUnsigned: true),
        ColumnDefinition(name: "province", type: .varchar, metadata: 160, collation: 45),
    ], primaryKey: [0])

func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Rows of orders, made of a number: no memory is taken for them.
struct Order {
    let values: UnsafeMutablePointer<ColumnValue> = .allocate(capacity: 4)
    let packed: UnsafeMutableRawPointer = .allocate(byteCount: 6, alignment: 8)

    func set(id: UInt64, buyer: UInt64, status: UInt16, cents: UInt64) {
        // DECIMAL(12,2): ten digits in 5 bytes (one digit, then nine), two in one.
        let whole = cents / 100
        packed.storeBytes(of: 0x80 | UInt8(whole / 1_000_000_000), as: UInt8.self)
        packed.storeBytes(of: UInt32(whole % 1_000_000_000).bigEndian, toByteOffset: 1, as: UInt32.self)
        packed.storeBytes(of: UInt8(cents % 100), toByteOffset: 5, as: UInt8.self)
        values[0] = .unsigned(id)
        values[1] = .unsigned(buyer)
        values[2] = .enumeration(status)
        values[3] = .decimal(PackedDecimal(bytes: .init(start: packed, count: 6), precision: 12, scale: 2))
    }
}

func mixed(_ number: UInt64) -> UInt64 {
    var word = number &* 0x9E37_79B9_7F4A_7C15
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    return word ^ word >> 31
}

func number(_ index: Int, _ standard: Int) -> Int {
    CommandLine.arguments.count > index ? Int(CommandLine.arguments[index]) ?? standard : standard
}

func run(_ text: String, tables: [TableDefinition], keys: Int, rows: Int, changes: Int, fill: (View) throws -> Void)
    throws
{
    var options = ViewOptions()
    options.stateBytesMax = 16 << 30
    let view = try View(ViewQuery(text), tables: tables, options: options)
    try fill(view)
    let order = Order()
    /// What each row is now.
    var versions = [UInt32](repeating: 0, count: rows)
    func apply(_ row: Int, _ weight: Int) throws {
        let word = mixed(UInt64(row) << 32 | UInt64(versions[row]))
        order.set(
            id: UInt64(row), buyer: word % UInt64(keys), status: UInt16(word >> 40 & 0xFF) % 3 + 1,
            cents: word >> 48)
        try view.apply(0, row: order.values, weight: weight)
    }
    var start = seconds()
    for row in 0..<rows {
        try apply(row, 1)
        if row % 1000 == 999 { _ = try view.commit() }
    }
    _ = try view.commit()
    let filled = seconds() - start
    start = seconds()
    for change in 0..<(changes / 2) {
        let row = Int(mixed(UInt64(change)) % UInt64(rows))
        try apply(row, -1)
        versions[row] += 1
        try apply(row, 1)
        if change % 500 == 499 { _ = try view.commit() }
    }
    _ = try view.commit()
    let changed = seconds() - start
    let rate = Int(Double(changes) / changed / 1000)
    print(
        "\(keys) keys, \(rows) rows: filled \(Int(Double(rows) / filled / 1000)) k rows/s, changed \(rate) k changes/s,",
        "\(Int(changed / Double(changes) * 1e9)) ns a change, state \(view.stateBytes >> 20) MiB,",
        "\(view.stateBytes / max(1, keys)) bytes a key, \(view.rowCount) rows of result")
}

let keys = number(2, 10_000)
let changes = number(3, 2_000_000)
switch CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "group" {
case "join":
    try run(
        "SELECT b.province, COUNT(*), SUM(o.amount) FROM shop.orders o JOIN shop.buyers b ON o.buyer = b.id "
            + "WHERE o.status <> 'OLD' GROUP BY b.province",
        tables: [orders, buyers], keys: max(1, keys / 10), rows: keys, changes: changes
    ) { view in
        let values = UnsafeMutablePointer<ColumnValue>.allocate(capacity: 2)
        for buyer in 0..<max(1, keys / 10) {
            var text = "Province \(buyer % 31)"
            try text.withUTF8 {
                values[0] = .unsigned(UInt64(buyer))
                values[1] = .bytes(UnsafeRawBufferPointer($0))
                try view.apply(1, row: values, weight: 1)
            }
        }
    }
case "top":
    try run(
        "SELECT id, amount FROM shop.orders WHERE status = 'PAID' ORDER BY amount DESC, id LIMIT 10", tables: [orders],
        keys: keys, rows: keys, changes: changes
    ) { _ in }
case "extremes":
    try run(
        "SELECT buyer, MIN(amount), MAX(amount) FROM shop.orders GROUP BY buyer", tables: [orders], keys: keys,
        rows: max(100_000, keys), changes: changes
    ) { _ in }
case "log-group":
    try LogToView.run(
        "SELECT buyer, COUNT(*), SUM(amount) FROM shop.orders WHERE status <> 'OLD' GROUP BY buyer", groups: keys,
        rows: max(100_000, keys), changes: changes)
case "log-join":
    try LogToView.run(
        "SELECT b.province, COUNT(*), SUM(o.amount) FROM shop.orders o JOIN shop.buyers b ON o.buyer = b.id "
            + "WHERE o.status <> 'OLD' GROUP BY b.province", groups: max(1, keys / 10), rows: keys, changes: changes)
default:
    try run(
        "SELECT buyer, COUNT(*), SUM(amount), AVG(amount) FROM shop.orders WHERE status <> 'OLD' GROUP BY buyer",
        tables: [orders], keys: keys, rows: max(100_000, keys), changes: changes
    ) { _ in }
}
