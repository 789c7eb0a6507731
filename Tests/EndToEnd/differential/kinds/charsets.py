"""Character sets and what can be written in them."""

ALWAYS = ("utf8mb4", "utf8mb4", "utf8mb3", "ascii")
# No column can have them as its character set, or they are binary.
NEVER = ("binary",)
# Samples from every script that some character set of the servers has.
CANDIDATES = "".join(
    chr(point)
    for first, last, step in (
        (0xA0, 0x17F, 1), (0x390, 0x3CE, 1), (0x401, 0x45F, 1), (0x5D0, 0x5EA, 1), (0x621, 0x64A, 1),
        (0xE01, 0xE3A, 1), (0x10D0, 0x10F0, 1), (0x531, 0x586, 1), (0x2013, 0x2030, 1), (0x20AC, 0x20AC, 1),
        (0x2116, 0x2122, 1), (0x2500, 0x256C, 4), (0x3041, 0x30F6, 3), (0x4E00, 0x9FA5, 37), (0xAC00, 0xD7A3, 41),
        (0xFF61, 0xFF9F, 2), (0x1F600, 0x1F640, 5), (0x20000, 0x20100, 16),
    )
    for point in range(first, last + 1, step)
)  # fmt: skip


class Charsets:
    def __init__(self, server, features):
        names = {*ALWAYS}
        if "latin1" in features:
            names.add("latin1")
        if "charsets" in features:
            names |= {row[0] for row in server.execute("SHOW CHARACTER SET")}
        if "unicode" not in features:
            names -= {"utf8mb4", "utf8mb3"}
        self.names = sorted(names - set(NEVER))
        self.repertoires = {name: self._repertoire(server, name) for name in self.names}

    def random(self, rng):
        """A name and what can be written in it beside ASCII."""
        name = "utf8mb4" if rng.random() < 0.3 and "utf8mb4" in self.repertoires else rng.choice(self.names)
        return name, self.repertoires[name]

    @staticmethod
    def _repertoire(server, name):
        """The candidates that come back from the character set as they went in."""
        query = f"SELECT CONVERT(CONVERT(_utf8mb4 0x{CANDIDATES.encode().hex()} USING {name}) USING utf8mb4)"
        back = server.value(query)
        back = back if isinstance(back, str) else back.decode()
        return "".join(there for there, here in zip(back, CANDIDATES, strict=True) if there == here)
