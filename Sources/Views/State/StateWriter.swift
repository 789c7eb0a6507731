import Bytes
import Expressions

/// The state of a view as bytes.
///
///     "LVS1" · varint n, n bytes: the query and the columns that it reads
///     groups (8) · for each: number (8), count (8), varint n, key, varint n, shown values, aggregates
///     next number of a group (8)
///     for each ordered set of values: keys (8) · for each: varint n, key, count (8)
///     1 and the newest window (8), or 0 · late rows (8)
///     for each joined table: rows (8) · for each: varint n, packed row, count (8)
///     missing rows: of groups (8), of joined tables (8)
///
/// Integers are little-endian. What the result needs beyond this is made anew.
enum StateFormat {
    static let magic: UInt32 = 0x3153_564C
    /// Counts beyond this are damage.
    static let countMax: Int64 = 1 << 40

    /// What has to be the same for a state to be taken over.
    static func identity(_ query: ViewQuery, _ plan: ViewPlan) -> [UInt8] {
        var out = query.text + "\n"
        for (table, shapes) in zip(query.tables, ColumnShape.shapes(plan)) {
            out += "\(table.database ?? "").\(table.table)(\(shapes.map(\.text).joined(separator: ", ")))\n"
        }
        return Array(out.utf8)
    }
}

extension View {
    /// Appends the state; only between a commit and the next change.
    public func encode(into out: inout ByteWriter) {
        out.appendLE(StateFormat.magic)
        Self.append(StateFormat.identity(query, plan), &out)
        out.appendLE(UInt64(grouping.groups.count))
        grouping.groups.forEach { append($0, &out) }
        out.appendLE(grouping.groups.nextNumber)
        for set in grouping.values {
            out.appendLE(UInt64(set.count))
            set.forEach { key, count in
                Self.append(key, &out)
                out.appendLE(count)
                return true
            }
        }
        if let newest = grouping.windows?.newest {
            out.append(1)
            out.appendLE(newest)
        } else {
            out.append(0)
        }
        out.appendLE(Int64(lateRows))
        for table in joins?.tables ?? [] {
            out.appendLE(UInt64(table.count))
            table.forEach { row in
                Self.append(row.bytes(table.indexCount), &out)
                out.appendLE(row.count)
            }
        }
        out.appendLE(result.missingRows)
        out.appendLE(joins?.missingRows ?? 0)
    }

    private func append(_ group: GroupBlock, _ out: inout ByteWriter) {
        out.appendLE(group.number)
        out.appendLE(group.count)
        Self.append(group.key(plan.aggregateBytes), &out)
        let shown = UnsafeRawBufferPointer(
            rebasing: group.shown(plan.aggregateBytes).prefix(group.shownBytes))
        Self.append(shown, &out)
        out.append(UnsafeRawBufferPointer(start: group.aggregates, count: plan.aggregateBytes))
    }

    private static func append(_ bytes: UnsafeRawBufferPointer, _ out: inout ByteWriter) {
        out.appendUnsignedVarint(UInt64(bytes.count))
        out.append(bytes)
    }

    private static func append(_ bytes: [UInt8], _ out: inout ByteWriter) {
        bytes.withUnsafeBytes { append($0, &out) }
    }
}
