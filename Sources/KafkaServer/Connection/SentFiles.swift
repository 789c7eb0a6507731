import CommitLog
import NIOCore

/// Batches on their way from their files into a socket. The files stay open until `letGo`, whatever becomes of their
/// segments.
final class SentFiles: Sendable {
    private let parts: [(part: FilePart, handle: NIOFileHandle)]

    init(_ parts: [FilePart]) {
        self.parts = parts.compactMap { part in
            part.batch.descriptor.map { (part, NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: $0)) }
        }
    }

    var byteCount: Int { parts.reduce(0) { $0 + $1.part.batch.byteLength } }

    /// Writes an answer with these batches in between.
    func write(_ bytes: ByteBuffer, to context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        var bytes = bytes
        var written = 0
        for (part, handle) in parts {
            if let before = bytes.readSlice(length: part.offset - written) {
                context.write(NIOAny(IOData.byteBuffer(before)), promise: nil)
            }
            written = part.offset
            let begin = part.batch.fileOffset
            let region = FileRegion(
                fileHandle: handle,
                readerIndex: begin,
                endIndex: begin + part.batch.byteLength
            )
            context.write(NIOAny(IOData.fileRegion(region)), promise: nil)
        }
        return context.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)))
    }

    /// The descriptors belong to the log, which closes them: NIO must not.
    func letGo() {
        for (_, handle) in parts { _ = try? handle.takeDescriptorOwnership() }
    }
}
