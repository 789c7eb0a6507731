"""JSON: MySQL's binary type with what only its functions can put into it, and MariaDB's checked text."""

import decimal
import json
import re

from differential.kinds.kind import Kind, expect, text_literal
from differential.kinds.texts import Text

KEYS = ["a", "b", "aa", "key", "ключ", "", 'q"uote', "x" * 40]
NUMBERS = ["0", "-1", "1.5", "1e100", "0.1", "-0.0", "2147483648", "-32769", "9223372036854775807"]
NUMBERS += ["18446744073709551615", "3.141592653589793", "1e-7", "123456789012345680000"]
OPAQUE = [
    "CAST('2024-02-29' AS DATE)",
    "CAST('0000-00-00' AS DATE)",
    "CAST('-12:34:56.789' AS TIME(3))",
    "CAST('838:59:59' AS TIME)",
    "CAST('2024-02-29 23:59:59.5' AS DATETIME(6))",
    "CAST('1.10' AS DECIMAL(10,2))",
    "CAST('-98765432109876543210.123456789' AS DECIMAL(40,9))",
    "CAST(X'00ff10' AS BINARY)",
    "CAST(b'1011' AS JSON)",
    "CAST(2024 AS YEAR)",
    "ST_GeomFromText('POINT(1 2)')",
    "18446744073709551615",
    "TRUE",
    "NULL",
]


def random_document(rng, depth=0):
    """JSON text."""
    shape = rng.random()
    if depth > 4 or shape < 0.55:
        return _scalar(rng)
    count = rng.choice([0, 1, 2, 5]) if depth or rng.random() < 0.97 else rng.choice([300, 5000])
    if shape < 0.75:
        return "[" + ", ".join(_item(rng, depth, count) for _ in range(count)) + "]"
    names = [rng.choice(KEYS) if count <= 5 else f"k{number}" for number in range(count)]
    return "{" + ", ".join(f"{json.dumps(name)}: {_item(rng, depth, count)}" for name in names) + "}"


def _item(rng, depth, count):
    return random_document(rng, depth + 1) if count <= 5 else rng.choice(NUMBERS)


def _scalar(rng):
    if rng.random() < 0.4:
        return rng.choice([*NUMBERS, str(rng.randint(-(2**63), 2**63 - 1)), repr(rng.uniform(-1e6, 1e6))])
    if rng.random() < 0.3:
        return rng.choice(["true", "false", "null"])
    length = rng.choice([0, 1, 10, 127, 128, 200]) if rng.random() < 0.98 else 20_000
    return json.dumps("".join(rng.choices("abc \"\\/\n\t\x01é付😀", k=length)), ensure_ascii=rng.random() < 0.5)


class Number:
    """A JSON number by all its digits. Debezium writes 1.0E-7 where the server prints 1e-7."""

    def __init__(self, text):
        self.value = decimal.Decimal(text).normalize(decimal.Context(prec=400))

    def __repr__(self):
        return f"number {self.value}"


class Integer(str):
    def __repr__(self):
        return f"integer {self!s}"


def parsed(text):
    """A document with its numbers' digits and its members' order."""
    return repr(
        json.loads(text, parse_float=Number, parse_int=Integer, object_pairs_hook=lambda pairs: ("object", pairs))
    )


class BinaryJSON(Kind):
    """The event's text is compact, and its opaque values are Debezium's; numbers and order are the server's."""

    is_blob = True
    has_default = False

    def __init__(self, opaque, partial):
        super().__init__("JSON")
        self.opaque, self.partial = opaque, partial

    def literal(self, rng):
        if self.opaque and rng.random() < 0.5:
            pairs = [f"'{key}', {rng.choice(OPAQUE)}" for key in rng.sample("abcdef", rng.randint(1, 4))]
            return rng.choice([f"JSON_OBJECT({', '.join(pairs)})", f"JSON_ARRAY({', '.join(pairs)})"])
        return text_literal(random_document(rng))

    def update(self, column, rng):
        if rng.random() < 0.5:
            return self.literal(rng)
        path = rng.choice(["$.a", "$.b", "$[0]", "$.a[1]", "$.key", "$[last]"])
        if rng.random() < 0.2:
            return f"JSON_REMOVE({column}, '{path}')"
        value = rng.choice([rng.choice(OPAQUE) if self.opaque else "1", "'text'", "NULL", "1.5", "JSON_ARRAY(1, 'x')"])
        return f"{rng.choice(['JSON_SET', 'JSON_REPLACE', 'JSON_INSERT'])}({column}, '{path}', {value})"

    def select(self, column):
        return f"CONVERT(CAST({column} AS CHAR) USING utf8mb4)"

    def server(self, value):
        return None if value is None else parsed(re.sub(r'"(base64:type\d+:[^"]*|[-\d: ]+\.\d{6})"', _opaque, value))

    def record(self, value):
        return parsed(expect(value, str))


def _opaque(match):
    """An opaque value as the server prints it, in Debezium's form."""
    text = match[1]
    if text.startswith("base64:"):
        return '"' + text.rpartition(":")[2].replace("\\n", "") + '"'
    return '"' + text.rstrip("0").rstrip(".") + '"'


class JSONText(Text):
    """MariaDB's JSON: a LONGTEXT that is checked, with every blank as it was written."""

    def __init__(self):
        super().__init__("LONGTEXT", 1000, "utf8mb4", "", is_blob=True)
        self.declaration = "JSON"

    def converted(self, charset, repertoire):
        return self

    def literal(self, rng):
        return text_literal(random_document(rng))
