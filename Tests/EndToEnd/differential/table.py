"""The model of a table: its columns as the generator made them."""

import dataclasses
from dataclasses import dataclass, field

from differential.kinds.kind import Kind, quoted


@dataclass
class Column:
    name: str
    kind: Kind
    nullable: bool = True
    default: str | None = None
    # The expression of a generated column and VIRTUAL or STORED.
    generated: tuple[str, str] | None = None
    invisible: bool = False

    @property
    def definition(self):
        parts = [quoted(self.name), self.kind.declaration]
        if self.generated:
            parts.append(f"GENERATED ALWAYS AS ({self.generated[0]}) {self.generated[1]}")
        else:
            parts.append("NULL" if self.nullable else "NOT NULL")
            if self.default is not None:
                parts.append(f"DEFAULT {self.default}")
        if self.invisible:
            parts.append("INVISIBLE")
        return " ".join(parts)

    @property
    def is_virtual(self):
        """Computed when it is read; MariaDB's row images may leave it out."""
        return self.generated is not None and self.generated[1] == "VIRTUAL"

    @property
    def selection(self):
        return self.kind.select(quoted(self.name))


@dataclass
class Table:
    database: str
    name: str
    columns: list[Column]
    primary: list[str]
    options: str = ""
    keys: list[str] = field(default_factory=list)

    @property
    def sql(self):
        return f"{quoted(self.database)}.{quoted(self.name)}"

    @property
    def create(self):
        lines = [column.definition for column in self.columns]
        if self.primary:
            lines.append(f"PRIMARY KEY ({', '.join(map(quoted, self.primary))})")
        return f"CREATE TABLE {self.sql} (\n  " + ",\n  ".join([*lines, *self.keys]) + f"\n) {self.options}"

    @property
    def written(self):
        """The columns that statements set."""
        return [column for column in self.columns if not column.generated]

    @property
    def others(self):
        """The written columns beside the primary key."""
        return [column for column in self.written if column.name not in self.primary]

    def column(self, name):
        return next(column for column in self.columns if column.name == name)

    def copy(self, **changes):
        columns = [dataclasses.replace(column) for column in self.columns]
        return dataclasses.replace(self, **({"columns": columns, "primary": [*self.primary]} | changes))
