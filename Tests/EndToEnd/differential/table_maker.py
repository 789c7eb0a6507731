"""Random tables over all kinds."""

from differential.kinds.kind import quoted
from differential.kinds.numbers import Integer
from differential.kinds.temporals import Timestamp
from differential.table import Column, Table

NAMES = ["id", "Name", "größe", "付款", "order", "a b", "x-y", "c#", "q`t", "key", "d'q", "select", "_"]


class TableMaker:
    def __init__(self, catalogue, features, database, rng):
        self.catalogue, self.features, self.database, self.rng = catalogue, features, database, rng
        self._number = 0

    def fresh_name(self, prefix):
        self._number += 1
        return f"{prefix}{self._number}"

    def column_name(self):
        name = self.fresh_name("c")
        return self.rng.choice(NAMES) + name if self.rng.random() < 0.2 else name

    def column(self):
        kind = self.catalogue.kind(self.rng)
        return self.with_nullability(Column(self.column_name(), kind))

    def with_nullability(self, column):
        """Nullable or not, with a default or not."""
        column.nullable = column.kind.always_null or (not column.kind.never_null and self.rng.random() < 0.75)
        if column.kind.has_default and self.rng.random() < 0.15:
            column.default = "NULL" if column.nullable and self.rng.random() < 0.3 else column.kind.literal(self.rng)
        # A permissive sql_mode makes a default of its own where a column has none.
        column.invisible = (
            "invisible" in self.features
            and (column.nullable or column.default is not None)
            and self.rng.random() < 0.05
        )
        return column

    def generated(self, table):
        numbers = [column for column in table.written if isinstance(column.kind, Integer)]
        if not numbers:
            return None
        source = quoted(self.rng.choice(numbers).name)
        kind = Integer("BIGINT")
        # MariaDB writes NULL for a VIRTUAL column that no statement has read.
        virtual = "VIRTUAL" if self.features.server.kind == "mysql" else "STORED"
        expression = f"({source} % 1000 + 1) {self.rng.choice([virtual, 'STORED'])}"
        return Column(self.column_name(), kind, generated=expression)

    def table(self):
        rng = self.rng
        count = rng.randint(1, 12)
        if "many_columns" in self.features and rng.random() < 0.03:
            count = rng.choice([100, 250, 900])
        table = Table(self.database, self.fresh_name("t"), [], [])
        if "no_primary_key" not in self.features or rng.random() < 0.85:
            keys = [Column("id", Integer("INT"))] if rng.random() < 0.5 else []
            while not keys or (len(keys) < 3 and rng.random() < 0.25):
                keys.append(Column(self.column_name(), self.catalogue.key_kind(rng)))
            for key in keys:
                key.nullable = False
            table.columns += keys
            table.primary = [key.name for key in rng.sample(keys, len(keys))]
        table.columns += [self.column() for _ in range(count)]
        if rng.random() < 0.3:
            rng.shuffle(table.columns)
        if "generated" in self.features and rng.random() < 0.2 and (column := self.generated(table)):
            table.columns.insert(rng.randint(0, len(table.columns)), column)
        if rng.random() < 0.3:
            table.options = f"DEFAULT CHARSET={rng.choice(self.catalogue.charsets.names)}"
        if "non_transactional" in self.features and rng.random() < 0.08:
            table.options += " ENGINE=MyISAM"
        if all(column.invisible for column in table.columns):
            table.columns[0].invisible = False
        if "system_versioned" in self.features and table.primary and rng.random() < 0.15:
            self._version(table)
        else:
            self._partitions(table)
        return table

    @staticmethod
    def _version(table):
        table.versioned = True
        for name in ("START", "END"):
            table.columns.append(Column(f"row_{name.lower()}", Timestamp(6), generated=f"ROW {name}"))
        table.primary.append("row_end")
        table.keys.append("PERIOD FOR SYSTEM_TIME (row_start, row_end)")
        table.options += " WITH SYSTEM VERSIONING"

    def _partitions(self, table):
        first = table.primary and table.column(table.primary[0])
        if "partitioned" in self.features and first and isinstance(first.kind, Integer) and self.rng.random() < 0.15:
            table.options += f" PARTITION BY HASH ({quoted(first.name)}) PARTITIONS {self.rng.randint(1, 4)}"
