import Glibc

extension LogFile {
    /// Writes all parts, going on after short writes.
    func writeAll(_ parts: [UnsafeRawBufferPointer], at offset: Int) throws(FileSystemError) {
        var rest = parts[...]
        var position = offset
        while !rest.isEmpty {
            var written = try writeSlice(rest, at: position)
            // A regular file that takes nothing and names no error would otherwise be asked for ever.
            guard written > 0 else { throw FileSystemError(call: "pwritev", path: "segment", errno: EIO) }
            position += written
            while let first = rest.first, first.count <= written {
                written -= first.count
                rest.removeFirst()
            }
            if written > 0, let first = rest.first {
                rest[rest.startIndex] = UnsafeRawBufferPointer(rebasing: first[written...])
            }
        }
    }

    private func writeSlice(_ parts: ArraySlice<UnsafeRawBufferPointer>, at offset: Int) throws(FileSystemError) -> Int
    {
        let result = parts.withUnsafeBufferPointer { parts -> Result<Int, FileSystemError> in
            do throws(FileSystemError) { return .success(try write(parts, at: offset)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Reads until the buffer is full or the file ends.
    /// - Returns: bytes read.
    func readAll(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileSystemError) -> Int {
        var done = 0
        while done < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), at: offset + done)
            if count == 0 { break }
            done += count
        }
        return done
    }
}
