"""MariaDB's UUID, INET4 and INET6."""

import ipaddress
import uuid

from differential.kinds.kind import Kind, expect


class Spelled(Kind):
    """A value of fixed length with a text of its own."""

    is_key = True

    def literal(self, rng):
        if self.declaration == "UUID":
            # Versions 1 and 4 are stored with their parts in different orders.
            version = rng.choice([1, 4, 7, None])
            return f"'{uuid.UUID(bytes=rng.randbytes(16), version=version if version in (1, 4) else None)}'"
        bits = 32 if self.declaration == "INET4" else 128
        number = rng.choice([0, 1, 2**bits - 1, rng.getrandbits(bits), rng.getrandbits(32)])
        if bits == 32:
            return f"'{ipaddress.IPv4Address(number)}'"
        return f"'{rng.choice([str(ipaddress.IPv6Address(number)), '::ffff:1.2.3.4', '::1.2.3.4', '::'])}'"

    def record(self, value):
        return expect(value, str)
