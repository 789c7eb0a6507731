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
    # What stands behind GENERATED ALWAYS AS. MariaDB leaves such columns out of the row images of updates.
    generated: str | None = None
    invisible: bool = False

    @property
    def definition(self):
        parts = [quoted(self.name), self.kind.declaration]
        if self.generated:
            parts.append(f"GENERATED ALWAYS AS {self.generated}")
        else:
            parts.append("NULL" if self.nullable else "NOT NULL")
            if self.default is not None:
                parts.append(f"DEFAULT {self.default}")
        if self.invisible:
            parts.append("INVISIBLE")
        return " ".join(parts)

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
    # MariaDB keeps every old row, under a key that has the moment of its end as its last column.
    versioned: bool = False
    keys: list[str] = field(default_factory=list)

    @property
    def sql(self):
        return f"{quoted(self.database)}.{quoted(self.name)}"

    @property
    def create(self):
        lines = [column.definition for column in self.columns]
        declared = [name for name in self.primary if not (self.versioned and name == "row_end")]
        if declared:
            lines.append(f"PRIMARY KEY ({', '.join(map(quoted, declared))})")
        return f"CREATE TABLE {self.sql} (\n  " + ",\n  ".join([*lines, *self.keys]) + f"\n) {self.options}"

    @property
    def all_rows(self):
        """What stands behind FROM to see all rows that the stream tells of."""
        return f"{self.sql} FOR SYSTEM_TIME ALL" if self.versioned else self.sql

    @property
    def is_transactional(self):
        return "MyISAM" not in self.options

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
