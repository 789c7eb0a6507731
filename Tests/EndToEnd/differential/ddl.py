"""Random changes of tables between the rows."""

from differential.kinds.kind import quoted


class DDL:
    def __init__(self, maker, features, rng):
        self.maker, self.features, self.rng = maker, features, rng

    def step(self, work):
        table = self.rng.choice(work.tables)
        if table.versioned:
            self.rename(work, table)
            return
        choices = [self.add, self.add, self.drop_column, self.modify, self.modify, self.rename_column]
        choices += [self.change, self.rename, self.convert, self.recreate, self.like, self.swap, self.add_index]
        if "create_select" in self.features:
            choices.append(self.create_select)
        if "truncate" in self.features:
            choices.append(self.truncate)
        self.rng.choice(choices)(work, table)

    def _alter(self, work, table, clause, changed):
        """`changed` is the model after the statement."""
        work.close(table)
        if work.execute(f"ALTER TABLE {table.sql} {clause}"):
            self._replace(work, table, changed)
        else:
            work.opened(table)

    @staticmethod
    def _replace(work, table, changed):
        work.forget(table)
        work.opened(changed)

    def add(self, work, table):
        changed, column = table.copy(), self.maker.column()
        at = self.rng.choice([None, 0, self.rng.randint(1, len(table.columns))])
        if at is None:
            changed.columns.append(column)
            place = ""
        else:
            changed.columns.insert(at, column)
            place = "FIRST" if at == 0 else f"AFTER {quoted(table.columns[at - 1].name)}"
        self._alter(work, table, f"ADD COLUMN {column.definition} {place}", changed)

    def drop_column(self, work, table):
        if len(table.others) < 2:
            return
        name = self.rng.choice(table.others).name
        changed = table.copy()
        changed.columns = [column for column in changed.columns if column.name != name]
        self._alter(work, table, f"DROP COLUMN {quoted(name)}", changed)

    def modify(self, work, table):
        """Another type for a column; the server converts what is there."""
        if not table.others:
            return
        changed = table.copy()
        column = changed.column(self.rng.choice(table.others).name)
        column.kind, column.default, column.invisible = self.maker.catalogue.kind(self.rng), None, False
        column.nullable = column.kind.always_null or (column.nullable and not column.kind.never_null)
        self._alter(work, table, f"MODIFY COLUMN {column.definition}", changed)

    def change(self, work, table):
        if not table.others:
            return
        changed = table.copy()
        column = changed.column(self.rng.choice(table.others).name)
        old, column.name = column.name, self.maker.column_name()
        self._alter(work, table, f"CHANGE COLUMN {quoted(old)} {column.definition}", changed)

    def rename_column(self, work, table):
        if not table.written:
            return
        changed = table.copy()
        column = changed.column(self.rng.choice(table.written).name)
        old, column.name = column.name, self.maker.column_name()
        changed.primary = [column.name if name == old else name for name in changed.primary]
        self._alter(work, table, f"RENAME COLUMN {quoted(old)} TO {quoted(column.name)}", changed)

    def add_index(self, work, table):
        column = self.rng.choice(table.columns)
        self._alter(work, table, f"ADD INDEX ({quoted(column.name)})", table.copy())

    def rename(self, work, table):
        changed = table.copy(name=self.maker.fresh_name("r"))
        work.close(table)
        if work.execute(f"RENAME TABLE {table.sql} TO {changed.sql}"):
            self._replace(work, table, changed)
        else:
            work.opened(table)

    def convert(self, work, table):
        """Every text column gets another character set."""
        name = self.rng.choice(self.maker.catalogue.charsets.names)
        changed = table.copy()
        if any(column.kind.breaks_by_conversion for column in table.columns):
            return
        for column in changed.columns:
            column.kind = column.kind.converted(name, self.maker.catalogue.charsets.repertoires[name])
        self._alter(work, table, f"CONVERT TO CHARACTER SET {name}", changed)

    def truncate(self, work, table):
        work.close(table)
        if work.execute(f"TRUNCATE TABLE {table.sql}"):
            work.truncated[f"{table.database}.{table.name}"] += 1
        work.opened(table)

    def recreate(self, work, table):
        """The same name for another table."""
        changed = self.maker.table()
        changed.name = table.name
        work.close(table)
        if work.execute(f"DROP TABLE {table.sql}"):
            work.forget(table)
            work.create(changed)
        else:
            work.opened(table)

    def like(self, work, table):
        if len(work.tables) > 8:
            return
        copy = table.copy(name=self.maker.fresh_name("l"))
        if work.execute(f"CREATE TABLE {copy.sql} LIKE {table.sql}"):
            work.opened(copy, rows=[])
            names = ", ".join(quoted(column.name) for column in table.written)
            work.execute(f"INSERT INTO {copy.sql} ({names}) SELECT {names} FROM {table.sql}")

    def create_select(self, work, table):
        """The rows stand behind the CREATE in one transaction; key and generated columns are left behind."""
        if len(work.tables) > 8:
            return
        copy = table.copy(name=self.maker.fresh_name("s"), primary=[], keys=[], versioned=False)
        for column in copy.columns:
            column.generated, column.default, column.invisible = None, None, False
        start = work.mark()
        names = ", ".join(quoted(column.name) for column in table.columns)
        if work.execute(f"CREATE TABLE {copy.sql} SELECT {names} FROM {table.sql}"):
            work.opened(copy, rows=[], start=start)

    def swap(self, work, table):
        """What gh-ost and pt-online-schema-change do: a copy, altered, filled, and put in the table's place."""
        shadow, old = table.copy(name=f"_{table.name}_gho"), f"_{table.name}_del"
        if len(old) > 60:
            return
        column = self.maker.column()
        if not work.execute(f"CREATE TABLE {shadow.sql} LIKE {table.sql}"):
            return
        if not work.execute(f"ALTER TABLE {shadow.sql} ADD COLUMN {column.definition}"):
            work.execute(f"DROP TABLE {shadow.sql}")
            return
        shadow.columns.append(column)
        work.opened(shadow, rows=[])
        names = ", ".join(quoted(one.name) for one in table.written)
        work.execute(f"INSERT IGNORE INTO {shadow.sql} ({names}) SELECT {names} FROM {table.sql}")
        work.close(table)
        work.close(shadow)
        renamed = f"{quoted(table.database)}.{quoted(old)}"
        if work.execute(f"RENAME TABLE {table.sql} TO {renamed}, {shadow.sql} TO {table.sql}"):
            work.forget(shadow)
            self._replace(work, table, shadow.copy(name=table.name))
            work.execute(f"DROP TABLE {renamed}")
        else:
            work.opened(table)
            work.opened(shadow)
