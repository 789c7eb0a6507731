import Bytes

/// Reads the parts of prepared transactions back from the segments, checksums verified.
final class PreparedReader {
    private let segments: [Segment]
    private let seal: FrameSeal
    private var reader: (segment: Segment, frames: FrameReader)?

    init(segments: [Segment], uuid: LogUUID) {
        self.segments = segments
        seal = FrameSeal(log: uuid)
    }

    func read(_ transaction: PreparedTransaction, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        for part in transaction.parts { try body(try payload(of: part)) }
    }

    /// The bytes are valid until the next call.
    func payload(of part: PreparedTransaction.Part) throws(CommitLogError) -> UnsafeRawBufferPointer {
        guard let frames = reader(at: part.framePosition) else { throw damage(part, "its segment is gone") }
        let reading: FrameReading
        do throws(FileSystemError) { reading = try frames.read(at: part.framePosition) } catch {
            throw error.asLogError(position: part.framePosition)
        }
        guard case .frame(let header) = reading else {
            if case .bad(let defect) = reading { throw damage(part, "\(defect)") }
            throw damage(part, "the file ends before it")
        }
        do throws(BytesError) {
            let body = try PreparedBody(try FrameContent(header, bytes: frames.bytes).checkpoint)
            guard header.kind == FrameKind.prepared.rawValue, body.payload.count == part.byteCount else {
                throw .malformed("another frame stands there", at: 0)
            }
            return body.payload
        } catch {
            throw damage(part, "\(error)")
        }
    }

    private func reader(at position: UInt64) -> FrameReader? {
        guard let segment = segments.containing(position) else { return nil }
        if let reader, reader.segment === segment { return reader.frames }
        let frames = FrameReader(segment, seal: seal)
        reader = (segment, frames)
        return frames
    }

    private func damage(_ part: PreparedTransaction.Part, _ why: String) -> CommitLogError {
        CommitLogError(
            .corruption,
            "a prepared transaction cannot be read at log position \(part.framePosition): \(why)",
            remedy: "run `leat log check` on the data directory",
            position: part.framePosition
        )
    }
}
