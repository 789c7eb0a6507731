"""CHAR, VARCHAR and the TEXT types, in a character set."""

from differential.kinds.kind import Kind, expect, text_literal

PLAIN = "abcxyz ABC 0123456789 _%'\"\\/`\t\n\r\x01\x00\x1f\x7f"


class Text(Kind):
    """`repertoire` is a string of what the character set has beside ASCII; `length` is in characters."""

    def __init__(self, declaration, length, charset, repertoire, is_blob=False, suffix=""):
        super().__init__(f"{declaration} CHARACTER SET {charset}{suffix}")
        self.base, self.suffix = declaration, suffix
        self.length, self.charset, self.repertoire, self.is_blob = length, charset, repertoire, is_blob
        self.is_key = not is_blob and not suffix and length <= 60
        self.has_default = not is_blob and not suffix

    def text(self, rng, length):
        alphabet = rng.choice([PLAIN, self.repertoire or PLAIN, self.repertoire + PLAIN])
        return "".join(rng.choices(alphabet, k=length))

    def literal(self, rng):
        length = rng.choice([0, 1, rng.randint(0, min(self.length, 40)), min(self.length, 300)])
        if rng.random() < 0.01:
            return f"REPEAT({text_literal(self.text(rng, 10))}, {min(self.length, 70_000) // 10})"
        return text_literal(self.text(rng, length))

    def key_literal(self, rng):
        return text_literal(self.text(rng, rng.randint(1, min(self.length, 8))))

    def converted(self, charset, repertoire):
        return Text(self.base, self.length, charset, repertoire, self.is_blob, self.suffix)

    def select(self, column):
        return f"HEX(CONVERT({column} USING utf8mb4))"

    def server(self, value):
        return None if value is None else value.lower()

    def record(self, value):
        return expect(value, str).encode().hex()
