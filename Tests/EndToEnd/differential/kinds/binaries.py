"""BINARY, VARBINARY and the BLOB types."""

import base64

from differential.kinds.kind import Kind, bytes_literal, expect


class Binary(Kind):
    def __init__(self, declaration, length, is_blob=False, suffix=""):
        super().__init__(declaration + suffix)
        self.length, self.is_blob = length, is_blob
        self.is_key = not is_blob and not suffix and length <= 60
        self.has_default = not is_blob and not suffix

    def literal(self, rng):
        length = rng.choice([0, 1, rng.randint(0, min(self.length, 40)), min(self.length, 300)])
        data = rng.randbytes(length)
        if rng.random() < 0.2:
            data = data[: length // 2] + bytes(length - length // 2)
        if rng.random() < 0.01:
            return f"REPEAT({bytes_literal(rng.randbytes(10))}, {min(self.length, 70_000) // 10})"
        return bytes_literal(data)

    def key_literal(self, rng):
        return bytes_literal(rng.randbytes(rng.randint(1, min(self.length, 6))))

    def select(self, column):
        return f"HEX({column})"

    def server(self, value):
        return None if value is None else value.lower()

    def record(self, value):
        return base64.b64decode(expect(value, str), validate=True).hex()
