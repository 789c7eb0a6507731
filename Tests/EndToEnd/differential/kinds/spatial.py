"""GEOMETRY and its subtypes, and VECTOR."""

import base64
import struct

from differential.kinds.kind import Kind, bytes_literal, expect

SUBTYPES = ("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION")


class Geometry(Kind):
    is_blob = True
    # A new column that is NOT NULL holds no bytes at all in the rows that are there.
    always_null = True
    has_default = False

    def __init__(self, subtype, server):
        super().__init__(subtype)
        self.subtype, self.srids = subtype, (0, 4326) if server.kind == "mysql" else (0, 1, 101, 4326)

    def literal(self, rng):
        subtype = rng.choice(SUBTYPES) if self.subtype == "GEOMETRY" else self.subtype
        return f"ST_GeomFromText('{_text(rng, subtype)}', {rng.choice(self.srids)})"

    def select(self, column):
        return f"HEX({column})"

    def server(self, value):
        """The stored form: the SRID in four bytes, then WKB."""
        if value is None:
            return None
        data = bytes.fromhex(value)
        point = f" {struct.unpack('<dd', data[9:25])}" if self.subtype == "POINT" else ""
        return f"{int.from_bytes(data[:4], 'little')} {data[4:].hex()}{point}"

    def record(self, value):
        expect(value, dict)
        wkb = base64.b64decode(expect(value["wkb"], str), validate=True)
        point = f" {(float(value['x']), float(value['y']))}" if self.subtype == "POINT" else ""
        return f"{value['srid'] or 0} {wkb.hex()}{point}"


def _text(rng, subtype):
    def point():
        return f"{rng.choice([0, 1, -1.5, rng.uniform(-80, 80)])} {rng.choice([0, 2, rng.uniform(-80, 80)])}"

    def line():
        return ", ".join(point() for _ in range(rng.choice([2, 3, 20])))

    def ring():
        x, y, size = rng.randint(-40, 40), rng.randint(-40, 40), rng.randint(1, 9)
        return f"({x} {y}, {x} {y + size}, {x + size} {y + size}, {x + size} {y}, {x} {y})"

    body = {
        "POINT": lambda: f"({point()})",
        "LINESTRING": lambda: f"({line()})",
        "POLYGON": lambda: f"({ring()})",
        "MULTIPOINT": lambda: f"({line()})",
        "MULTILINESTRING": lambda: f"(({line()}), ({line()}))",
        "MULTIPOLYGON": lambda: f"(({ring()}), ({ring()}))",
        "GEOMETRYCOLLECTION": lambda: f"(POINT({point()}), LINESTRING({line()}))",
    }
    if subtype == "GEOMETRYCOLLECTION" and rng.random() < 0.2:
        return "GEOMETRYCOLLECTION EMPTY"
    return subtype + body[subtype]()


class Vector(Kind):
    """An array of float32; compared bit by bit."""

    has_default = False

    def __init__(self, dimensions):
        super().__init__(f"VECTOR({dimensions})")
        self.dimensions = dimensions

    def literal(self, rng):
        numbers = [rng.choice([0.0, -0.0, 1.0, 0.1, 3.4e38, 1e-45, rng.uniform(-9, 9)]) for _ in range(self.dimensions)]
        return bytes_literal(struct.pack(f"<{self.dimensions}f", *numbers))

    def select(self, column):
        return f"HEX({column})"

    def server(self, value):
        return None if value is None else value.lower()

    def record(self, value):
        return struct.pack(f"<{len(expect(value, list))}f", *value).hex()
