"""What every column type answers for."""

# The server stores it and no calendar has it; the change event says null, or 1970 where the column allows no null.
UNREPRESENTABLE = object()


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def text_literal(text, introducer="_utf8mb4"):
    """Any text as a literal of nothing but ASCII."""
    return f"{introducer} 0x{text.encode().hex()}" if text else f"{introducer} ''"


def bytes_literal(data):
    return f"X'{data.hex()}'"


class Kind:
    """One column type with its parameters. `canonical` text is what both sides are brought to and compared as."""

    # May stand in a primary key.
    is_key = False
    # What an unrepresentable value is in a column without nulls.
    epoch = None
    # A column of this kind is always NOT NULL.
    never_null = False
    # A column of this kind always allows NULL.
    always_null = False
    # What stands in the row image NOBLOB only when it changed.
    is_blob = False
    # The servers' CONVERT TO CHARACTER SET takes the bytes of its members for those of the new character set.
    breaks_by_conversion = False
    # May stand before DEFAULT.
    has_default = True

    def __init__(self, declaration):
        self.declaration = declaration

    def literal(self, rng):
        """A SQL expression for a random value."""
        raise NotImplementedError

    def key_literal(self, rng):
        return self.literal(rng)

    def update(self, column, rng):
        """What an UPDATE sets the column to."""
        return self.literal(rng)

    def converted(self, charset, repertoire):
        """What CONVERT TO CHARACTER SET makes of it."""
        return self

    def select(self, column):
        """The SQL expression that reads the column for `server`."""
        return f"CAST({column} AS CHAR)"

    def server(self, value):
        """Canonical text of what `select` gave."""
        return value

    def record(self, value):
        """Canonical text of the change event's JSON value."""
        raise NotImplementedError


def expect(value, *types):
    """A JSON value has the type that the format says; bool is no int."""
    if type(value) not in types:
        raise ValueError(f"{value!r} is a {type(value).__name__}, not {' or '.join(one.__name__ for one in types)}")
    return value
