/// The characters of the charsets as the servers convert them, in the form in which they stand in the program.
///
/// A single-byte charset: 128 scalars in hexadecimal for the bytes from 80, or 256 for all; FFFD = no character.
///
/// A multi-byte charset, a line each:
///
///     8F81-8FFE 40-7E 80-FE   prefix and range of the byte before the last, ranges of the last byte: what is well-formed
///     8140 丂丄丅              characters of the codes from 8140 on
///     AAA1-AAFE E000          the codes of the range have the characters from U+E000 on
enum CharsetText {}
