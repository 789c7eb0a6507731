"""Runs random statements on one database of a server, and keeps what is needed to check them."""

from collections import Counter
from dataclasses import dataclass

import pymysql

from differential.ddl import DDL
from differential.dml import DML
from differential.epoch import Epoch, canonical_rows
from differential.position import Position
from differential.table_maker import TableMaker
from differential.transactions import DEFAULTS, Transactions

TABLES_MAX = 5
SESSION = (
    "SET time_zone = '+00:00'",
    "SET SESSION innodb_lock_wait_timeout = 5",
    "SET SESSION lock_wait_timeout = 5",
)
SQL_MODES = ("''", "'ALLOW_INVALID_DATES'", "'ALLOW_INVALID_DATES,NO_BACKSLASH_ESCAPES'")


@dataclass
class Statement:
    sql: str
    # The error's text if it failed.
    error: str | None
    rows: int
    # Where the binlog stood after the transaction that it was in.
    end: Position | None = None


class Workload:
    def __init__(self, server, database, catalogue, features, rng, settings=()):
        self.server, self.database, self.features, self.rng = server, database, features, rng
        self.maker = TableMaker(catalogue, features, database, rng)
        self.dml, self.ddl = DML(features, rng), DDL(self.maker, features, rng)
        self.transactions = Transactions(self)
        self.history, self.epochs, self.tables = [], [], []
        # How often each table was truncated, by name.
        self.truncated = Counter()
        self._open = {}
        self.rows = 0
        self._settings = (*DEFAULTS[server.kind], *settings)
        self._session = (*SESSION, f"SET sql_mode = {rng.choice(SQL_MODES)}")
        self.connection = self.connect()

    def run(self, rows):
        """Statements until `rows` row changes were made."""
        for statement in self._settings:
            self.execute(statement)
        collation = "" if self.rng.random() < 0.5 else " CHARACTER SET utf8mb4"
        self.execute(f"CREATE DATABASE `{self.database}`{collation}")
        self._steps(rows)
        for table in self.tables:
            self.close(table)
        self.connection.close()
        return self

    def _steps(self, rows):
        for _ in range(rows * 5):
            if self.rows >= rows:
                return
            wanted = min(TABLES_MAX, 1 + self.rows // 150)
            if len(self.tables) < wanted:
                self.create(self.maker.table())
            elif "ddl" in self.features and self.rng.random() < 0.05:
                self.ddl.step(self)
            elif self.tables:
                self.transactions.step()

    # Statements

    def connect(self):
        """Values come as the texts that the server sends."""
        connection = self.server.connect(autocommit=True, conv={}, local_infile=True)
        with connection.cursor() as cursor:
            for statement in self._session:
                cursor.execute(statement)
        return connection

    def execute(self, sql):
        """Run it; gives whether it went well. Statements may fail: that is a part of the test."""
        statement = Statement(sql, None, 0)
        self.history.append(statement)
        try:
            with self.connection.cursor() as cursor:
                statement.rows = cursor.execute(sql)
        except pymysql.err.MySQLError as error:
            if error.args and error.args[0] in (2006, 2013, 0):
                raise
            statement.error = str(error)
            return False
        if sql.startswith(("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD")):
            self.rows += statement.rows
        return True

    def query(self, sql):
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def mark(self):
        """The statements since the last mark ended here."""
        position = self.position()
        for statement in reversed(self.history):
            if statement.end is not None:
                break
            statement.end = position
        return position

    def position(self):
        return Position.of(*self.server.binlog_end(self.connection))

    # Epochs

    def rows_of(self, table):
        selected = ", ".join(column.selection for column in table.columns)
        return canonical_rows(table, self.query(f"SELECT {selected} FROM {table.all_rows}"))

    def create(self, table):
        if self.execute(table.create):
            self.opened(table, rows=[])

    def opened(self, table, rows=None, start=None):
        """The table has a definition from here on, or from `start`."""
        if table not in self.tables:
            self.tables.append(table)
        start = start or self.mark()
        self._open[table.name] = Epoch(table.copy(), start, self.rows_of(table) if rows is None else rows)

    def close(self, table):
        """The table's definition may change after this."""
        epoch = self._open.pop(table.name)
        epoch.end, epoch.after = self.mark(), self.rows_of(table)
        self.epochs.append(epoch)

    def forget(self, table):
        self.tables = [one for one in self.tables if one is not table]
