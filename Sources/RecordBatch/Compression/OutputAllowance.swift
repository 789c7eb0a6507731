/// How much room a codec gets for its next piece of output.
struct OutputAllowance {
    let bytesMax: Int

    init(bytesMax: Int) { self.bytesMax = min(bytesMax, 1 << 40) }

    /// Room for the next step: grows with what is there, and is one byte more than allowed, so that the codec can say
    /// that it has more.
    ///
    /// - Throws: `tooLarge` when the allowance is used up.
    func next(after written: Int, source: Int) throws(RecordBatchError) -> Int {
        guard written <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
        return min(max(written, 2 * source, 4096), bytesMax - written + 1)
    }
}
