"""Which kinds a server has, by feature."""

from differential.kinds.binaries import Binary
from differential.kinds.charsets import Charsets
from differential.kinds.documents import BinaryJSON, JSONText
from differential.kinds.members import Members
from differential.kinds.networks import Spelled
from differential.kinds.numbers import Bit, Decimal, Floating, Integer, Year
from differential.kinds.spatial import SUBTYPES, Geometry, Vector
from differential.kinds.temporals import Date, DateTime, Time, Timestamp
from differential.kinds.texts import Text

INTEGERS = ("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT")
DIGITS = (0, 0, 1, 2, 3, 4, 5, 6)


class Catalogue:
    """Makes random kinds for one server with the features of a run."""

    def __init__(self, server, features, digits=DIGITS):
        """`digits`: fraction digits that temporals may have."""
        self.digits = digits
        self.server, self.features = server, features
        self.charsets = Charsets(server, features)
        self.spelled = ["UUID", "INET6"] + (["INET4"] if server.version >= (10, 10) else [])
        makers = {
            "numbers": [self.integer, self.integer, self.decimal, self.floating, lambda rng: Year()],
            "bits": [lambda rng: Bit(rng.choice([1, 1, 8, 9, 64, rng.randint(1, 64)]))],
            "temporals": [lambda rng: Date(), self.time, self.date_time, self.timestamp],
            "unicode": [self.text, self.text, self.text],
            "binaries": [self.binary, self.binary],
            "members": [self.members],
            "json": [lambda rng: BinaryJSON("json_opaque" in features, "partial_json" in features)],
            "json_text": [lambda rng: JSONText()],
            "geometry": [lambda rng: Geometry(rng.choice(["GEOMETRY", "POINT", *SUBTYPES]), server)],
            "vector": [lambda rng: Vector(rng.choice([1, 3, 300]))],
            "uuid_inet": [lambda rng: Spelled(rng.choice(self.spelled))],
            "compressed_columns": [self.compressed],
        }
        self.makers = [maker for name, listed in makers.items() if name in features for maker in listed]

    def kind(self, rng):
        return rng.choice(self.makers)(rng)

    def key_kind(self, rng):
        """Something that can stand in a primary key."""
        if rng.random() < 0.6:
            return Integer(rng.choice(INTEGERS[1:]), unsigned=rng.random() < 0.3)
        while not (kind := self.kind(rng)).is_key:
            pass
        return kind

    def integer(self, rng):
        if rng.random() < 0.1:
            return Integer("BOOLEAN")
        return Integer(rng.choice(INTEGERS), unsigned=rng.random() < 0.4)

    def decimal(self, rng):
        precision = rng.choice([1, 9, 10, 18, 65, rng.randint(1, 65)])
        largest = min(30, precision)
        return Decimal(precision, rng.choice([0, min(2, precision), largest, rng.randint(0, largest)]))

    def floating(self, rng):
        declaration = rng.choice(["FLOAT", "DOUBLE", "FLOAT(10,3)", "DOUBLE(20,5)"])
        return Floating(declaration, "<f" if declaration.startswith("FLOAT") else "<d")

    def time(self, rng):
        return Time(rng.choice(self.digits))

    def date_time(self, rng):
        return DateTime(rng.choice(self.digits))

    def timestamp(self, rng):
        return Timestamp(rng.choice(self.digits))

    def text(self, rng):
        charset, repertoire = self.charsets.random(rng)
        if rng.random() < 0.7:
            length = rng.choice([1, 10, 60, 63, 64, 255, 300])
            name = "CHAR" if length <= 60 and rng.random() < 0.4 else "VARCHAR"
            return Text(f"{name}({length})", length, charset, repertoire)
        name, length = rng.choice([("TINYTEXT", 60), ("TEXT", 16_000), ("MEDIUMTEXT", 70_000), ("LONGTEXT", 70_000)])
        return Text(name, length, charset, repertoire, is_blob=True)

    def binary(self, rng):
        length = rng.choice([1, 4, 60, 255, 300])
        if length <= 255 and rng.random() < 0.4:
            return Binary(f"BINARY({length})", length)
        if rng.random() < 0.5:
            return Binary(f"VARBINARY({length})", length)
        name, length = rng.choice([("TINYBLOB", 255), ("BLOB", 65_000), ("MEDIUMBLOB", 70_000), ("LONGBLOB", 70_000)])
        return Binary(name, length, is_blob=True)

    def compressed(self, rng):
        charset, repertoire = self.charsets.random(rng)
        suffix = " COMPRESSED"
        if rng.random() < 0.5:
            name, length, is_blob = rng.choice([("VARCHAR(300)", 300, False), ("TEXT", 16_000, True)])
            return Text(name, length, charset, repertoire, is_blob, suffix)
        name, length, is_blob = rng.choice([("VARBINARY(300)", 300, False), ("BLOB", 65_000, True)])
        return Binary(name, length, is_blob, suffix)

    def members(self, rng):
        charset, repertoire = self.charsets.random(rng)
        # No comma (SET parts members by it), no upper beside lower case (a collation takes them for one member).
        signs = [sign for sign in repertoire if sign not in ",'\\" and not sign.isspace()]
        count = rng.choice([1, 3, 8, 9, 60, 64])
        name = rng.choice(["ENUM", "SET"])
        if name == "ENUM" and rng.random() < 0.2:
            count = rng.choice([255, 256, 700])
        listed = [f"m{number}" + "".join(rng.choices(signs or ["x"], k=rng.randint(0, 3))) for number in range(count)]
        return Members(name, listed, charset)
