import Binlog
import Bytes
import Expressions

extension Grouping {
    /// Adds a row to the aggregates of its group, or takes it away.
    func updateAggregates(
        _ group: GroupBlock, _ row: UnsafePointer<ColumnValue>, _ weight: Int64
    ) throws(EvaluationFault) {
        if !values.isEmpty { try updateValues(group, row, weight) }
        for aggregate in plan.aggregates where !aggregate.isShared {
            let memory = group.aggregates + aggregate.offset
            switch aggregate.form {
            case .rows, .extreme: break
            case .count:
                if let set = aggregate.values {
                    Self.add(arrivals[set], to: memory)
                } else if case .null = try plan.rows.value(aggregate.root, row) {
                    break
                } else {
                    Self.add(weight, to: memory)
                }
            case .exactSum(let scale):
                let times = aggregate.values.map { arrivals[$0] } ?? weight
                guard times != 0, let number = try plan.rows.value(aggregate.root, row).exact else { break }
                guard let number = number.rounded(to: scale) else { throw .outOfRange }
                Self.add(times, to: memory)
                let sum = (memory + 16).assumingMemoryBound(to: WideSum.self)
                sum.pointee.add(number.magnitude, isNegative: number.isNegative, weight: times)
            case .realSum:
                let times = aggregate.values.map { arrivals[$0] } ?? weight
                guard times != 0, let number = try plan.rows.value(aggregate.root, row).double else { break }
                Self.add(times, to: memory)
                ExactRealSum(memory: (memory + 16).assumingMemoryBound(to: UInt64.self)).add(number, weight: times)
            }
        }
    }

    @inline(__always)
    private static func add(_ weight: Int64, to memory: UnsafeMutableRawPointer) {
        memory.storeBytes(of: memory.load(as: Int64.self) &+ weight, as: Int64.self)
    }

    /// Counts the row's values in the ordered sets:
    ///
    ///     number of the group (8 bytes, big-endian) · sort key
    ///     and for MIN and MAX, which show the value: · packed value · its bytes (4)
    private func updateValues(
        _ group: GroupBlock, _ row: UnsafePointer<ColumnValue>, _ weight: Int64
    ) throws(EvaluationFault) {
        for (index, set) in plan.valueSets.enumerated() {
            let value = try plan.rows.value(set.root, row)
            arrivals[index] = 0
            if case .null = value { continue }
            scratch.removeAll()
            scratch.appendBE(group.number)
            SortKey.append(value, set.order, to: &scratch)
            if !set.isDistinct {
                let start = scratch.count
                PackedValue.append(value, to: &scratch)
                scratch.appendLE(UInt32(scratch.count - start))
            }
            let (before, after) = values[index].add(scratch.bytes, weight)
            arrivals[index] = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0)
        }
    }

    // MARK: - Results

    /// What an aggregate gives. A text points into the state.
    func result(_ aggregate: AggregatePlan, _ group: GroupBlock) -> Value {
        let memory = group.aggregates + aggregate.offset
        switch aggregate.form {
        case .rows: return .integer(Int128(group.count))
        case .count: return .integer(Int128(memory.load(as: Int64.self)))
        case .exactSum(let scale):
            let count = memory.load(as: Int64.self)
            guard count > 0 else { return .null }
            let sum = (memory + 16).assumingMemoryBound(to: WideSum.self).pointee.decimal(scale: scale)
            guard aggregate.name == .avg else { return .decimal(sum) }
            return ExactDecimal.serverQuotient(sum, by: ExactDecimal(Int128(count))).map { .decimal($0) } ?? .null
        case .realSum:
            let count = memory.load(as: Int64.self)
            guard count > 0 else { return .null }
            let sum = ExactRealSum(memory: (memory + 16).assumingMemoryBound(to: UInt64.self)).value
            return .real(aggregate.name == .avg ? sum / Double(count) : sum)
        case .extreme:
            guard let set = aggregate.values else { return .null }
            return extreme(values[set], group, isLast: aggregate.name == .max)
        }
    }

    private func extreme(_ set: OrderedCounts, _ group: GroupBlock, isLast: Bool) -> Value {
        let found = withUnsafeBytes(of: group.number.bigEndian) { number in
            guard isLast else { return set.first(number) }
            return withUnsafeBytes(of: (group.number &+ 1).bigEndian) { set.last(number, before: $0) }
        }
        guard let found, found.count >= 12 else { return .null }
        let length = Int(UInt32(littleEndian: found.loadUnaligned(fromByteOffset: found.count - 4, as: UInt32.self)))
        guard length <= found.count - 12 else { return .null }
        var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: found[(found.count - 4 - length)...]))
        return PackedValue.read(&cursor)
    }
}
