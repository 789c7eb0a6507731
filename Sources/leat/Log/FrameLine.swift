import Bridge
import Bytes
import CommitLog

/// One line of `leat log dump`: a frame, or a damaged place.
struct FrameLine: Encodable {
    /// A record batch in the frame.
    struct Batch: Encodable {
        /// Topic and partition, as in `orders-3`.
        let partition: String
        let baseOffset: Int64
        let lastOffset: Int64
        let bytes: UInt32
    }

    let position: UInt64
    let bytes: UInt64
    let kind: String
    let sequence: UInt64?
    let logEpoch: UInt32?
    let durableSequence: UInt64?
    let appended: String?
    let source: String?
    /// In frames of a chain: the sequence of its CHAIN_BEGIN. Its records are seen from its CHAIN_END on.
    let chain: UInt64?
    let generation: UInt32?
    /// The frame's own checkpoint: its GTIDs are those that the frame adds.
    let checkpoint: String?
    let file: String?
    let offset: UInt64?
    let batches: [Batch]?
    /// The XA transaction that a PREPARED frame is a part of; what a frame does to them, such as `resolved X'61',X'',1`.
    let xa: [String]?
    /// Why the bytes are no frame.
    let damage: String?

    init(_ frame: FrameContent, position: UInt64, names: LogNames) {
        let header = frame.header
        let kind = FrameKind(rawValue: header.kind)
        self.position = position
        bytes = UInt64(header.frameLength)
        chain = frame.chain
        self.kind = kind.map { "\($0)" } ?? "kind \(header.kind)"
        sequence = header.sequence
        logEpoch = header.logEpoch
        durableSequence = header.durableSequence
        appended = UTCTime.text(microseconds: header.appendTime)
        source = names.source(header.source)
        let place = frame.sourceCheckpoint
        let decoded = place.flatMap { try? SourceCheckpoint(decoding: Array($0)) }
        generation = decoded?.generation
        checkpoint = place == nil ? nil : decoded?.text ?? "unreadable"
        file = decoded.flatMap { $0.file.isEmpty ? nil : $0.file }
        offset = decoded.flatMap { $0.file.isEmpty ? nil : $0.position }
        batches = frame.entries.map {
            Batch(
                partition: names.partition($0.partition),
                baseOffset: $0.baseOffset,
                lastOffset: $0.lastOffset,
                bytes: $0.byteLength
            )
        }
        let notes = frame.preparedNotes.map { XAText.describe($0) }
        xa = notes.isEmpty ? nil : notes
        damage = nil
    }

    init(_ damage: LogDamage) {
        position = damage.range.lowerBound
        bytes = UInt64(damage.range.count)
        kind = "damage"
        (sequence, logEpoch, durableSequence, appended) = (nil, nil, nil, nil)
        (source, chain, generation, checkpoint, file, offset, batches, xa) = (nil, nil, nil, nil, nil, nil, nil, nil)
        self.damage = "\(damage.why) (\(damage.segment))"
    }

    var text: String {
        if let damage { return "\(position) DAMAGE \(bytes) bytes: \(damage)" }
        // As the format's description writes them: CHAIN_BEGIN.
        let name = kind.reduce(into: "") { $0 += $1.isUppercase ? "_\($1)" : $1.uppercased() }
        var words = ["\(position)", name]
        if let sequence { words.append("sequence=\(sequence)") }
        if let logEpoch { words.append("epoch=\(logEpoch)") }
        if let appended { words.append(appended) }
        if let source { words.append("source=\(source)") }
        if let chain { words.append("chain=\(chain)") }
        if let generation { words.append("generation=\(generation)") }
        if let checkpoint { words.append(checkpoint) }
        if let file, let offset, checkpoint?.hasPrefix("file:") == false { words.append("at \(file):\(offset)") }
        words += (batches ?? []).map { "\($0.partition)=\($0.baseOffset)-\($0.lastOffset)" }
        words += xa ?? []
        return words.joined(separator: " ")
    }
}
