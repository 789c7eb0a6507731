"""Integers, BOOLEAN, DECIMAL, FLOAT, DOUBLE, BIT and YEAR."""

import base64
import struct

from differential.kinds.kind import Kind, expect

BITS = {"TINYINT": 8, "SMALLINT": 16, "MEDIUMINT": 24, "INT": 32, "BIGINT": 64}


class Integer(Kind):
    is_key = True

    def __init__(self, name, unsigned=False, suffix=""):
        super().__init__(name + suffix + (" UNSIGNED" if unsigned else ""))
        bits = BITS.get(name.partition("(")[0], 8)
        self.unsigned = unsigned
        self.low, self.high = (0, 2**bits - 1) if unsigned else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)

    def literal(self, rng):
        edges = (self.low, self.low + 1, 0, 1, self.high - 1, self.high, self.high // 2 + 1)
        value = rng.choice(edges) if rng.random() < 0.4 else rng.randint(self.low, self.high)
        return str(value)

    def key_literal(self, rng):
        return str(rng.randint(max(self.low, -20), min(self.high, 400))) if rng.random() < 0.9 else self.literal(rng)

    def update(self, column, rng):
        return f"{column} + 1" if rng.random() < 0.2 else self.literal(rng)

    def select(self, column):
        return f"CAST({column} AS {'UNSIGNED' if self.unsigned else 'SIGNED'})"

    def record(self, value):
        return str(expect(value, int))


class Decimal(Kind):
    is_key = True

    def __init__(self, precision, scale, unsigned=False):
        super().__init__(f"DECIMAL({precision},{scale})" + (" UNSIGNED" if unsigned else ""))
        self.precision, self.scale, self.unsigned = precision, scale, unsigned

    def literal(self, rng):
        digits = rng.choice([self.precision, rng.randint(1, self.precision)])
        number = rng.choice([0, 1, 10**digits - 1, rng.randrange(10**digits)])
        sign = "-" if number and not self.unsigned and rng.random() < 0.5 else ""
        text = str(number).rjust(self.scale + 1, "0")
        return sign + (f"{text[: -self.scale]}.{text[-self.scale :]}" if self.scale else text)

    def record(self, value):
        return expect(value, str)


class Floating(Kind):
    """Compared bit by bit: what the JSON number says, rounded to the column's width, is what is stored."""

    def __init__(self, declaration, form):
        super().__init__(declaration)
        self.form = form

    def literal(self, rng):
        if rng.random() < 0.3:
            edges = ["0", "-0e0", "1e0", "1e-5", "0.1", "123456789e0", "-1.5e10", "16777217e0"]
            edges += ["3.4028234e38", "1.17549435e-38", "1e-45"] if self.form == "<f" else []
            edges += ["1.7976931348623157e308", "2.2250738585072014e-308", "5e-324"] if self.form == "<d" else []
            return rng.choice(edges)
        largest = 38 if self.form == "<f" else 300
        return f"{rng.uniform(-10, 10):.{rng.randint(0, 17)}f}e{rng.choice([0, rng.randint(-largest, largest - 1)])}"

    def select(self, column):
        # A FLOAT prints with fewer digits than it has; `+ 0e0` would lose the sign of zero.
        return f"{column} * 1e0"

    def server(self, value):
        return None if value is None else struct.pack(self.form, float(value)).hex()

    def record(self, value):
        return struct.pack(self.form, float(expect(value, int, float))).hex()


class Bit(Kind):
    def __init__(self, bits):
        super().__init__(f"BIT({bits})")
        self.bits = bits

    def literal(self, rng):
        return str(rng.choice([0, 1, 2**self.bits - 1, rng.getrandbits(self.bits)]))

    def select(self, column):
        return f"CAST({column} AS UNSIGNED)"

    def record(self, value):
        if self.bits == 1:
            return str(int(expect(value, bool)))
        data = base64.b64decode(expect(value, str), validate=True)
        if len(data) != (self.bits + 7) // 8:
            raise ValueError(f"{len(data)} bytes for {self.bits} bits")
        return str(int.from_bytes(data, "little"))


class Year(Kind):
    def __init__(self):
        super().__init__("YEAR")

    def literal(self, rng):
        return str(rng.choice([0, 1901, 2155, rng.randint(1901, 2155)]))

    def select(self, column):
        return f"CAST({column} AS UNSIGNED)"

    def record(self, value):
        return str(expect(value, int))
