import Glibc

/// A file's content as a process sees it, and as it would be after a power cut: what fdatasync covered, and of the rest
/// whatever sectors chance lets through. Used under the disk's lock.
final class SimulatedInode {
    static let pageBytes = 4096
    static let sectorBytes = 512

    final class Page {
        let cached = UnsafeMutableRawPointer.allocate(byteCount: SimulatedInode.pageBytes, alignment: 16)
        /// What is on the disk; nil if that is what is cached.
        var durable: UnsafeMutableRawPointer?
        /// Sectors that the next writeback takes to the disk.
        var dirty: UInt8 = 0
        /// Sectors that differ from the disk and that no writeback will take there: an fdatasync has failed on them.
        var lost: UInt8 = 0
        /// Sectors that were dirty at the last fdatasync of a disk that is late.
        var late: UInt8 = 0
        /// False after a truncation: only a power cut can bring the page back.
        var isAllocated = true

        init() { memset(cached, 0, SimulatedInode.pageBytes) }
        deinit {
            cached.deallocate()
            durable?.deallocate()
        }

        /// Keeps what is on the disk, before the cache changes.
        func divide() {
            guard durable == nil else { return }
            let copy = UnsafeMutableRawPointer.allocate(byteCount: SimulatedInode.pageBytes, alignment: 16)
            memcpy(copy, cached, SimulatedInode.pageBytes)
            durable = copy
        }

        func uniteIfEqual() {
            guard dirty == 0, let durable, memcmp(durable, cached, SimulatedInode.pageBytes) == 0 else { return }
            durable.deallocate()
            self.durable = nil
            lost = 0
        }
    }

    /// A length that the file has had since its last fdatasync.
    struct LengthChange {
        var length: Int
        var isTruncation: Bool
    }

    private(set) var pages: [Int: Page] = [:]
    private(set) var length = 0
    private(set) var allocatedPages = 0
    private var durableLength = 0
    private var lateLength = 0
    private var changes: [LengthChange] = []
    private var dirtyPages: [Int] = []
    /// Open files of this process: an unlinked file takes space until the last one is closed.
    var handles = 0
    /// Failed fdatasyncs: whoever had the file open then hears of each, once.
    private(set) var failures = 0

    convenience init(_ bytes: [UInt8]) {
        self.init()
        bytes.withUnsafeBytes { _ = write($0, at: 0) }
        sync()
    }

    private var truncatedTo: Int? { changes.lazy.filter(\.isTruncation).map(\.length).min() }

    // MARK: - What a process does

    /// Pages that a write would need and that the file has not.
    func missingPages(_ count: Int, at offset: Int) -> Int {
        guard count > 0 else { return 0 }
        var missing = 0
        for number in offset / Self.pageBytes...(offset + count - 1) / Self.pageBytes
        where pages[number]?.isAllocated != true { missing += 1 }
        return missing
    }

    /// - Parameter isLazy: leaves out what is there already, as it should not.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int, isLazy: Bool = false) -> Int {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return 0 }
        var done = 0
        while done < bytes.count {
            let number = (offset + done) / Self.pageBytes
            let start = (offset + done) % Self.pageBytes
            let count = min(Self.pageBytes - start, bytes.count - done)
            let page = allocate(number)
            let isLeftOut =
                isLazy && offset + bytes.count <= length && memcmp(page.cached + start, source + done, count) == 0
            if !isLeftOut {
                page.divide()
                memcpy(page.cached + start, source + done, count)
                mark(page, number, start..<start + count)
            }
            done += count
        }
        if offset + done > length { change(to: offset + done, isTruncation: false) }
        return done
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        guard let target = buffer.baseAddress, offset < length else { return 0 }
        let count = min(buffer.count, length - offset)
        var done = 0
        while done < count {
            let start = (offset + done) % Self.pageBytes
            let piece = min(Self.pageBytes - start, count - done)
            if let page = pages[(offset + done) / Self.pageBytes] {
                memcpy(target + done, page.cached + start, piece)
            } else {
                memset(target + done, 0, piece)
            }
            done += piece
        }
        return count
    }

    func truncate(to newLength: Int) {
        if newLength < length {
            for (number, page) in pages where (number + 1) * Self.pageBytes > newLength {
                let start = max(0, newLength - number * Self.pageBytes)
                page.divide()
                memset(page.cached + start, 0, Self.pageBytes - start)
                let firstWhole = (start + Self.sectorBytes - 1) / Self.sectorBytes
                let gone = firstWhole >= 8 ? 0 : UInt8(truncatingIfNeeded: 0xFF << firstWhole)
                page.dirty &= ~gone
                page.lost &= ~gone
                if start % Self.sectorBytes != 0 { mark(page, number, start..<start + 1) }
                if start == 0, page.isAllocated {
                    page.isAllocated = false
                    allocatedPages -= 1
                }
            }
        }
        if newLength != length { change(to: newLength, isTruncation: newLength < length) }
    }

    func sync() {
        commitTruncation()
        for number in dirtyPages {
            guard let page = pages[number], page.dirty != 0 else { continue }
            flush(page, sectors: page.dirty)
            page.dirty = 0
            page.uniteIfEqual()
        }
        dirtyPages.removeAll(keepingCapacity: true)
        durableLength = length
        changes.removeAll(keepingCapacity: true)
    }

    /// Does what the call before should have done.
    func syncLate() {
        commitTruncation()
        for number in dirtyPages {
            guard let page = pages[number], page.dirty != 0 else { continue }
            flush(page, sectors: page.dirty & page.late)
            page.dirty &= ~page.late
            page.late = page.dirty
            page.uniteIfEqual()
        }
        dirtyPages.removeAll { pages[$0].map { $0.dirty == 0 } ?? true }
        durableLength = min(lateLength, length)
        lateLength = length
    }

    /// True if a power cut leaves these bytes as they are.
    func isDurable(_ offset: Int, _ count: Int) -> Bool {
        guard offset + count <= durableLength else { return false }
        for number in offset / Self.pageBytes...(offset + count - 1) / Self.pageBytes {
            guard let page = pages[number], page.isAllocated else { return false }
            guard let durable = page.durable else { continue }
            let start = max(0, offset - number * Self.pageBytes)
            let end = min(Self.pageBytes, offset + count - number * Self.pageBytes)
            if memcmp(durable + start, page.cached + start, end - start) != 0 { return false }
        }
        return true
    }

    // MARK: - What happens to it

    /// The system writes some of the dirty sectors by itself.
    func writeBack(using generator: inout SeededGenerator) {
        commitTruncation()
        for number in dirtyPages {
            guard let page = pages[number], page.dirty != 0 else { continue }
            let sectors = page.dirty & UInt8(truncatingIfNeeded: generator.next() >> 20)
            flush(page, sectors: sectors)
            page.dirty &= ~sectors
            page.uniteIfEqual()
        }
        dirtyPages.removeAll { pages[$0].map { $0.dirty == 0 } ?? true }
    }

    /// fdatasync fails as on Linux: some sectors got there, the others never will, and all pages count as clean.
    func failSync(using generator: inout SeededGenerator) {
        failures += 1
        for number in dirtyPages {
            guard let page = pages[number], page.dirty != 0 else { continue }
            let sectors = page.dirty & UInt8(truncatingIfNeeded: generator.next() >> 20)
            flush(page, sectors: sectors)
            page.lost |= page.dirty & ~sectors
            page.dirty = 0
            page.uniteIfEqual()
        }
        dirtyPages.removeAll(keepingCapacity: true)
    }

    /// The system forgets clean pages and reads them from the disk again: what an fdatasync lost is seen to be lost.
    func evict() {
        for page in pages.values where page.lost != 0 {
            guard let durable = page.durable else { continue }
            for sector in 0..<8 where page.lost & (1 << UInt8(sector)) != 0 {
                memcpy(page.cached + sector * Self.sectorBytes, durable + sector * Self.sectorBytes, Self.sectorBytes)
            }
            page.lost = 0
            page.uniteIfEqual()
        }
    }

    /// The file after a power cut. Truncations and growth since the last fdatasync have reached the disk up to one of
    /// them; of the written sectors any may have.
    func afterPowerCut(using generator: inout SeededGenerator) -> SimulatedInode {
        let reached = generator.below(3) == 0 ? changes.count : changes.isEmpty ? 0 : generator.below(changes.count + 1)
        let newLength = reached == 0 ? durableLength : changes[reached - 1].length
        let truncated = changes[..<reached].lazy.filter(\.isTruncation).map(\.length).min() ?? .max
        let after = SimulatedInode()
        // Nothing or everything of the rest survives now and then: corners that chance alone would seldom reach.
        let mode = generator.below(4)
        for number in pages.keys.sorted() {
            guard let page = pages[number], number * Self.pageBytes < newLength else { continue }
            let copy = after.allocate(number)
            memcpy(copy.cached, page.durable ?? page.cached, Self.pageBytes)
            zero(copy.cached, number, from: truncated)
            if page.dirty != 0 {
                let luck = mode == 0 ? 0 : mode == 1 ? 0xFF : UInt8(truncatingIfNeeded: generator.next() >> 20)
                for sector in 0..<8 where page.dirty & luck & (1 << UInt8(sector)) != 0 {
                    let at = sector * Self.sectorBytes
                    memcpy(copy.cached + at, page.cached + at, Self.sectorBytes)
                }
            }
            zero(copy.cached, number, from: newLength)
        }
        after.length = newLength
        after.durableLength = newLength
        return after
    }

    /// What a process sees, as if all of it were durable.
    func copy() -> SimulatedInode {
        let copy = SimulatedInode()
        for (number, page) in pages where page.isAllocated {
            memcpy(copy.allocate(number).cached, page.cached, Self.pageBytes)
        }
        copy.length = length
        copy.durableLength = length
        return copy
    }

    /// Bit rot: on the disk and in memory.
    func flip(byte: Int, mask: UInt8) {
        let page = allocate(byte / Self.pageBytes)
        let at = byte % Self.pageBytes
        Self.flip(page.cached + at, mask)
        if let durable = page.durable {
            Self.flip(durable + at, mask)
        }
    }

    // MARK: - Parts

    private static func flip(_ byte: UnsafeMutableRawPointer, _ mask: UInt8) {
        byte.storeBytes(of: byte.load(as: UInt8.self) ^ mask, as: UInt8.self)
    }

    private func allocate(_ number: Int) -> Page {
        if let page = pages[number] {
            if !page.isAllocated {
                page.isAllocated = true
                allocatedPages += 1
            }
            return page
        }
        let page = Page()
        pages[number] = page
        allocatedPages += 1
        return page
    }

    private func mark(_ page: Page, _ number: Int, _ range: Range<Int>) {
        if page.dirty == 0 { dirtyPages.append(number) }
        for sector in range.lowerBound / Self.sectorBytes...(range.upperBound - 1) / Self.sectorBytes {
            page.dirty |= 1 << UInt8(sector)
            page.lost &= ~(1 << UInt8(sector))
        }
    }

    private func flush(_ page: Page, sectors: UInt8) {
        guard let durable = page.durable else { return }
        for sector in 0..<8 where sectors & (1 << UInt8(sector)) != 0 {
            memcpy(durable + sector * Self.sectorBytes, page.cached + sector * Self.sectorBytes, Self.sectorBytes)
        }
    }

    private func change(to newLength: Int, isTruncation: Bool) {
        length = newLength
        // Growth after growth adds little; a long life without fdatasync must not be kept step by step.
        if changes.count > 24, let index = changes.lastIndex(where: { !$0.isTruncation }) { changes.remove(at: index) }
        changes.append(LengthChange(length: newLength, isTruncation: isTruncation))
    }

    private func commitTruncation() {
        guard let end = truncatedTo else { return }
        for (number, page) in pages where (number + 1) * Self.pageBytes > end {
            guard let durable = page.durable else { continue }
            zero(durable, number, from: end)
            if !page.isAllocated { pages[number] = nil }
        }
        durableLength = min(durableLength, end)
        changes = [LengthChange(length: length, isTruncation: false)]
    }

    private func zero(_ bytes: UnsafeMutableRawPointer, _ number: Int, from end: Int) {
        let start = max(0, end - number * Self.pageBytes)
        if start < Self.pageBytes { memset(bytes + start, 0, Self.pageBytes - start) }
    }
}
