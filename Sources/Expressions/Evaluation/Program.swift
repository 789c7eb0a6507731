import Binlog
import Bytes

/// The nodes of a compiled expression with all that they point at, in memory that does not move.
package final class Program {
    let nodes: UnsafeMutablePointer<Node>
    /// Operands of nodes with many.
    let links: UnsafeMutablePointer<Int32>
    /// Sorted lists of numbers.
    let integers: UnsafeMutablePointer<Int128>
    let orders: UnsafeMutablePointer<TextOrder>
    let sources: UnsafeMutablePointer<TextSource>
    /// Scratch memory of the nodes that make texts.
    let slots: UnsafeMutablePointer<ByteWriter>
    /// Values that are known before the evaluation.
    package let givenCount: Int
    package let given: UnsafeMutablePointer<Value>
    /// Which of the windows that a time lies in is asked for, from the newest.
    package var windowStep: Int64 = 0
    private let counts: (nodes: Int, orders: Int, sources: Int, slots: Int)
    private let texts: LiteralTexts

    package init(_ compiler: consuming Compiler) {
        nodes = .allocate(capacity: compiler.nodes.count)
        nodes.initialize(from: compiler.nodes, count: compiler.nodes.count)
        links = .allocate(capacity: max(1, compiler.links.count))
        links.initialize(from: compiler.links, count: compiler.links.count)
        integers = .allocate(capacity: max(1, compiler.integers.count))
        integers.initialize(from: compiler.integers, count: compiler.integers.count)
        orders = .allocate(capacity: max(1, compiler.collations.count))
        orders.initialize(from: compiler.collations.map(TextOrder.init), count: compiler.collations.count)
        sources = .allocate(capacity: max(1, compiler.sources.count))
        for (index, source) in compiler.sources.enumerated() { (sources + index).initialize(to: source.make()) }
        slots = .allocate(capacity: max(1, compiler.slots))
        for index in 0..<compiler.slots { (slots + index).initialize(to: ByteWriter(capacity: 64)) }
        givenCount = compiler.givens
        given = .allocate(capacity: max(1, compiler.givens))
        given.initialize(repeating: .null, count: max(1, compiler.givens))
        counts = (compiler.nodes.count, compiler.collations.count, compiler.sources.count, compiler.slots)
        texts = compiler.texts
    }

    deinit {
        nodes.deinitialize(count: counts.nodes)
        nodes.deallocate()
        links.deallocate()
        integers.deallocate()
        orders.deinitialize(count: counts.orders)
        orders.deallocate()
        sources.deinitialize(count: counts.sources)
        sources.deallocate()
        slots.deinitialize(count: counts.slots)
        slots.deallocate()
        given.deallocate()
    }
}
