"""Requests with random contents, made from the message definitions that kafka-python carries."""

import uuid

from kafka.protocol.schemas.fields.base import BaseField

NUMBERS = {"int8": 1 << 7, "int16": 1 << 15, "int32": 1 << 31, "int64": 1 << 63}
# Times that the server would wait or keep something for: short, so that no request is held up for long.
PATIENCE = {
    "max_wait_ms": (0, 1, 5),
    "timeout_ms": (0, 1, 50),
    "rebalance_timeout_ms": (0, 1, 300),
    "session_timeout_ms": (-1, 0, 999, 1000, 1500),
    "transaction_timeout_ms": (0, 1, 60_000),
}


class Arbitrary:
    """`names` gives what to call something of an entity type ("topicName"); None is for whatever has none."""

    def __init__(self, random, names):
        self.random, self.names = random, names

    def request(self, message, version):
        return self._structure(message, message.json["fields"], version)

    def _structure(self, message, fields, version):
        values = {}
        for field in fields:
            if not _holds(field.get("versions"), version):
                continue
            if "tag" in field and self.random.random() < 0.5:
                continue
            values[BaseField.underscore_name(field["name"])] = self._value(message, field, version)
        return message(**values)

    def _value(self, message, field, version):
        if _holds(field.get("nullableVersions"), version) and self.random.random() < 0.1:
            return None
        kind = field["type"]
        if kind.startswith("[]"):
            inner = {**field, "type": kind[2:], "nullableVersions": "none"}
            return [self._value(message, inner, version) for _ in range(self.random.choice((0, 1, 1, 1, 2, 3, 9)))]
        if "fields" in field:
            return self._structure(getattr(message, kind), field["fields"], version)
        return self._simple(kind, field)

    def _simple(self, kind, field):
        name = BaseField.underscore_name(field["name"])
        if name in PATIENCE:
            return self.random.choice(PATIENCE[name])
        if kind in NUMBERS:
            end = NUMBERS[kind]
            return self.random.choice((0, 0, 0, 1, 2, -1, 7, end - 1, -end, self.random.randrange(-end, end)))
        if kind == "uint16":
            return self.random.randrange(1 << 16)
        if kind == "bool":
            return self.random.random() < 0.5
        if kind == "string":
            return self.random.choice(self.names.get(field.get("entityType"), self.names[None]))
        if kind in ("bytes", "records"):
            return self.random.randbytes(self.random.choice((0, 1, 10, 61, 200)))
        if kind == "uuid":
            return uuid.UUID(int=self.random.choice((0, 1, self.random.getrandbits(128))))
        raise TypeError(f"{kind} of {field['name']}")


def _holds(versions, version):
    first, last = BaseField.parse_versions(versions) or (-1, -1)
    return first <= version <= last
