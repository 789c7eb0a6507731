"""ENUM and SET."""

from differential.kinds.kind import Kind, expect, text_literal


class Members(Kind):
    """`members` are in the repertoire of `charset`."""

    def __init__(self, name, members, charset):
        listed = ",".join("'" + member.replace("\\", "\\\\").replace("'", "''") + "'" for member in members)
        super().__init__(f"{name}({listed}) CHARACTER SET {charset}")
        self.name, self.members = name, members
        self.breaks_by_conversion = not "".join(members).isascii()

    def literal(self, rng):
        if self.name == "ENUM":
            # A value that is no member is stored as the empty text of index 0.
            return "'no member'" if rng.random() < 0.05 else text_literal(rng.choice(self.members))
        count = rng.choice([0, 1, rng.randint(0, len(self.members)), len(self.members)])
        return text_literal(",".join(rng.sample(self.members, count)))

    def converted(self, charset, repertoire):
        return Members(self.name, self.members, charset)

    def select(self, column):
        return f"HEX(CONVERT({column} USING utf8mb4))"

    def server(self, value):
        return None if value is None else value.lower()

    def record(self, value):
        return expect(value, str).encode().hex()
