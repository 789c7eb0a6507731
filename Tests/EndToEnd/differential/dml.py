"""Random statements that change rows. They may fail: a duplicate key is one of the things that happen."""

from differential.kinds.kind import quoted
from differential.load_data import LoadData

ROWS = (1, 1, 1, 2, 5, 20)


class DML:
    def __init__(self, features, rng):
        self.features, self.rng = features, rng
        self._load_data = LoadData(rng, ["IGNORE"] if features.loses_defaults else ["REPLACE", "IGNORE"])

    def statement(self, tables):
        table = self.rng.choice(tables)
        choices = [(self.insert, 40), (self.update, 25), (self.delete, 12), (self.replace, 8), (self.upsert, 8)]
        if table.primary:
            choices += [(self.change_key, 6), (self.insert_select, 2)]
        choice = self.rng.choices([one for one, _ in choices], [weight for _, weight in choices])[0]
        if "multi_table" in self.features and len(tables) > 1 and self.rng.random() < 0.05:
            first, second = self.rng.sample(tables, 2)
            if first.is_transactional == second.is_transactional or "mixed_engines" in self.features:
                return self.multi_table(first, second)
        if "load_data" in self.features and self.rng.random() < 0.02 and (load := self._load_data.statement(table)):
            return load
        return choice(table)

    def _value(self, column, table):
        if column.name in table.primary:
            return column.kind.key_literal(self.rng)
        if self.rng.random() < 0.05 and not column.kind.never_null:
            return "DEFAULT"
        if column.nullable and self.rng.random() < 0.12:
            return "NULL"
        return column.kind.literal(self.rng)

    def _insert(self, verb, table):
        # MariaDB leaves the columns that a REPLACE sets to their defaults out of a MINIMAL image: its replicas keep the
        # old values, and so would everybody.
        names_all = verb == "REPLACE" and self.features.loses_defaults
        columns = [
            column
            for column in table.written
            if column.name in table.primary or column.kind.never_null or names_all or self.rng.random() < 0.93
        ]
        rows = ", ".join(
            "(" + ", ".join(self._value(column, table) for column in columns) + ")"
            for _ in range(self.rng.choice(ROWS if len(table.columns) < 50 else (1, 2)))
        )
        return f"{verb} INTO {table.sql} ({', '.join(quoted(column.name) for column in columns)}) VALUES {rows}"

    def insert(self, table):
        return self._insert(self.rng.choice(["INSERT", "INSERT", "INSERT IGNORE"]), table)

    def replace(self, table):
        return self._insert("REPLACE", table)

    def _assignments(self, table):
        chosen = table.others or table.written
        chosen = self.rng.sample(chosen, self.rng.randint(1, min(len(chosen), 4)))
        return ", ".join(f"{quoted(column.name)} = {self._assigned(column)}" for column in chosen)

    def _assigned(self, column):
        if column.nullable and self.rng.random() < 0.15:
            return "NULL"
        return column.kind.update(quoted(column.name), self.rng)

    def upsert(self, table):
        return f"{self._insert('INSERT', table)} ON DUPLICATE KEY UPDATE {self._assignments(table)}"

    def _some(self, rows=None):
        return f"ORDER BY RAND({self.rng.randrange(10**6)}) LIMIT {rows or self.rng.choice(ROWS)}"

    def update(self, table):
        return f"UPDATE IGNORE {table.sql} SET {self._assignments(table)} {self._some()}"

    def delete(self, table):
        return f"DELETE FROM {table.sql} {self._some()}"

    def change_key(self, table):
        column = table.column(self.rng.choice(table.primary))
        if column.generated:
            return f"DELETE HISTORY FROM {table.sql}" if self.rng.random() < 0.1 else self.update(table)
        value = column.kind.key_literal(self.rng)
        return f"UPDATE {table.sql} SET {quoted(column.name)} = {value} {self._some(1)}"

    def insert_select(self, table):
        """Rows again, under another key."""
        shifted = self.rng.choice([name for name in table.primary if not table.column(name).generated])
        columns = table.written
        values = [
            column.kind.key_literal(self.rng) if column.name == shifted else quoted(column.name) for column in columns
        ]
        names = ", ".join(quoted(column.name) for column in columns)
        return f"INSERT IGNORE INTO {table.sql} ({names}) SELECT {', '.join(values)} FROM {table.sql} {self._some(1)}"

    def multi_table(self, first, second):
        """Two tables in one statement."""
        pairs = self.rng.choice(["RAND() < 0.01", "RAND() < 0.1"])
        if self.rng.random() < 0.1:
            return f"DELETE {first.sql}, {second.sql} FROM {first.sql} JOIN {second.sql} ON {pairs} WHERE RAND() < 0.1"
        sets = [
            f"{table.sql}.{quoted(column.name)} = {column.kind.literal(self.rng)}"
            for table in (first, second)
            for column in (table.others or table.written)[:1]
        ]
        return f"UPDATE IGNORE {first.sql} JOIN {second.sql} ON {pairs} SET {', '.join(sets)}"
