"""Writers that load a database and know exactly what they committed, in which order."""

import random
import threading
import time
from decimal import Decimal

import pymysql

from history.changes import PRIMARY_KEYS, Change, json_form, key_of

TABLES = {
    "orders": "id BIGINT PRIMARY KEY, version INT NOT NULL, amount DECIMAL(12,2) NOT NULL, note VARCHAR(200)",
    "order_items": "order_id BIGINT, line_no INT, quantity INT NOT NULL, price DECIMAL(10,4), "
    "PRIMARY KEY (order_id, line_no)",
    "ledger": "id INT PRIMARY KEY, n BIGINT NOT NULL, writer INT NOT NULL",
    "audit": "writer INT, seq INT, PRIMARY KEY (writer, seq)",
}
NOTES = ("", None, "plain", "naïve café", "双十一 订单", "🚚📦", 'quote " back\\slash', "line\nbreak\ttab\x01")
END_MARK = {"writer": -1, "seq": 0}


class Load:
    """A set of writers on one database; `history` is what they committed, in order within each stream."""

    def __init__(self, server, database, seed, writers=3, rate=150):
        self._server, self._database = server, database
        self._stop = threading.Event()
        self._setup()
        self._writers = [Writer(self._connect, number, seed, rate, self._stop) for number in range(1, writers + 1)]

    def _connect(self):
        return self._server.connect(database=self._database)

    def _setup(self):
        with self._server.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {self._database} CHARACTER SET utf8mb4")
            for name, columns in TABLES.items():
                cursor.execute(f"CREATE TABLE {self._database}.{name} ({columns}) ENGINE=InnoDB")
            cursor.execute(f"INSERT INTO {self._database}.ledger VALUES (1, 0, 0)")
            connection.commit()

    def start(self):
        for writer in self._writers:
            writer.start()

    def finish(self):
        """Stop the writers, then commit the end mark: when it is readable, so is everything before it."""
        self._stop.set()
        for writer in self._writers:
            writer.join(120)
            if writer.is_alive():
                raise TimeoutError(f"writer {writer.number} did not end")
            if writer.failure:
                raise writer.failure
        with self._connect() as connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit (writer, seq) VALUES (%(writer)s, %(seq)s)", END_MARK)
            connection.commit()

    @property
    def transactions(self):
        return sum(writer.committed for writer in self._writers)

    def history(self):
        first = Change("ledger", "c", None, {"id": 1, "n": 0, "writer": 0}, "ledger")
        ledger = sorted((c for w in self._writers for c in w.ledger), key=lambda change: change.after["n"])
        rest = [change for writer in self._writers for change in writer.history]
        return [first, *ledger, *rest, Change("audit", "c", None, END_MARK, "end")]

    def tables(self):
        """The rows that the database holds now, as {table: {key: row}} in the envelope's form."""
        with self._connect() as connection, connection.cursor(pymysql.cursors.DictCursor) as cursor:
            result = {}
            for name in TABLES:
                cursor.execute(f"SELECT * FROM {name}")
                result[name] = {key_of(name, row): row for row in map(json_form, cursor)}
            return result


class Writer(threading.Thread):
    """One connection in a loop of random transactions over rows of its own, and one row shared by all writers."""

    def __init__(self, connect, number, seed, rate, stop):
        super().__init__(daemon=True, name=f"writer {number}")
        self.number, self.history, self.ledger, self.committed, self.failure = number, [], [], 0, None
        self._connect, self._stop_event, self._pause = connect, stop, 1 / rate
        self.random = random.Random(f"{seed}/{number}")
        self.rows = {"orders": {}, "order_items": {}}
        self.seq, self.next_id = 0, number * 1_000_000_000

    def run(self):
        try:
            connection = None
            while not self._stop_event.wait(self.random.uniform(0, 2 * self._pause)):
                connection = connection or self._connect()
                connection = self._transaction(connection)
        except Exception as error:
            self.failure = error

    def _transaction(self, connection):
        """Run one transaction; gives the connection to go on with, None when it broke."""
        self.seq += 1
        attempt = Attempt(self)
        try:
            with connection.cursor() as cursor:
                attempt.run(cursor)
            if self.random.random() < 0.1:
                connection.rollback()
                return connection
            connection.commit()
        except (pymysql.err.OperationalError, pymysql.err.InterfaceError):
            if not self._reached_the_database():
                return None
            connection = None
        self.committed += 1
        self.history += attempt.changes
        self.ledger += attempt.ledger
        for change in attempt.changes:
            self._apply(change)
        return connection

    def _apply(self, change):
        rows = self.rows.get(change.table)
        if rows is None:
            return
        if change.before is not None:
            rows.pop(key_of(change.table, change.before), None)
        if change.after is not None:
            rows[change.key] = change.after

    def _reached_the_database(self):
        """After a broken connection: whether the transaction is committed, which the audit row alone can tell."""
        deadline = time.monotonic() + 90
        while True:
            try:
                with self._connect() as connection, connection.cursor() as cursor:
                    return cursor.execute("SELECT 1 FROM audit WHERE writer=%s AND seq=%s", (self.number, self.seq)) > 0
            except (pymysql.err.OperationalError, pymysql.err.InterfaceError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


class Attempt:
    """The changes of one transaction while nobody knows yet whether it commits."""

    def __init__(self, writer):
        self.changes, self.ledger = [], []
        self._writer, self.random = writer, writer.random
        self._rows = {name: dict(rows) for name, rows in writer.rows.items()}

    def run(self, cursor):
        cursor.execute("INSERT INTO audit (writer, seq) VALUES (%s, %s)", (self._writer.number, self._writer.seq))
        self._note("audit", None, {"writer": self._writer.number, "seq": self._writer.seq})
        steps = self.random.choices(
            (self._insert, self._update, self._delete, self._move, self._undone),
            (5, 5, 3, 1, 1),
            k=self.random.randint(1, 3),
        )
        for step in steps:
            step(cursor)
        if self.random.random() < 0.5:
            self._count(cursor)

    def _note(self, table, before, after):
        stream = f"writer {self._writer.number}"
        if before is not None and after is not None and key_of(table, before) != key_of(table, after):
            self._note(table, before, None)
            self._note(table, None, after)
            return
        op = "c" if before is None else "d" if after is None else "u"
        self.changes.append(Change(table, op, before, after, stream))
        if table in self._rows:
            if after is None:
                self._rows[table].pop(key_of(table, before))
            else:
                self._rows[table][key_of(table, after)] = after

    def _amount(self, digits):
        return str(Decimal(self.random.randint(-(10**8), 10**8)).scaleb(-digits))

    def _insert(self, cursor):
        """One order, or many in one statement, with their items."""
        for _ in range(self.random.choice((1, 1, 1, 5))):
            self._writer.next_id += 1
            row = {
                "id": self._writer.next_id,
                "version": 1,
                "amount": self._amount(2),
                "note": self.random.choice(NOTES),
            }
            items = [
                {
                    "order_id": row["id"],
                    "line_no": line,
                    "quantity": self.random.randint(1, 9),
                    "price": self._amount(4),
                }
                for line in range(self.random.choice((0, 1, 3)))
            ]
            for table, rows in (("orders", [row]), ("order_items", items)):
                if rows:
                    places = ", ".join(["%s"] * len(rows[0]))
                    values = ", ".join([f"({places})"] * len(rows))
                    cursor.execute(
                        f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES {values}",
                        [value for line in rows for value in line.values()],
                    )
                for line in rows:
                    self._note(table, None, line)

    def _some(self, table, count):
        keys = sorted(self._rows[table])
        return sorted(self.random.sample(keys, min(len(keys), count)))

    def _update(self, cursor):
        """Several orders in one statement, in the order of their keys."""
        keys = self._some("orders", self.random.choice((1, 1, 4)))
        if not keys:
            return
        amount, note = self._amount(2), self.random.choice(NOTES)
        identities = [key[0] for key in keys]
        cursor.execute(
            "UPDATE orders SET version = version + 1, amount = %s, note = %s WHERE id IN %s ORDER BY id",
            (amount, note, identities),
        )
        for key in keys:
            before = self._rows["orders"][key]
            self._note("orders", before, before | {"version": before["version"] + 1, "amount": amount, "note": note})

    def _delete(self, cursor):
        table = self.random.choice(("orders", "order_items"))
        for key in self._some(table, self.random.choice((1, 2))):
            condition = " AND ".join(f"{column} = %s" for column in PRIMARY_KEYS[table])
            cursor.execute(f"DELETE FROM {table} WHERE {condition}", key)
            self._note(table, self._rows[table][key], None)

    def _move(self, cursor):
        """A changed primary key: a delete and an insert in the queue."""
        for key in self._some("orders", 1):
            self._writer.next_id += 1
            before = self._rows["orders"][key]
            cursor.execute("UPDATE orders SET id = %s WHERE id = %s", (self._writer.next_id, key[0]))
            self._note("orders", before, before | {"id": self._writer.next_id})

    def _undone(self, cursor):
        """Work that ROLLBACK TO takes back inside a transaction that commits."""
        cursor.execute("SAVEPOINT here")
        cursor.execute("INSERT INTO orders VALUES (%s, 1, 1, 'undone')", (-self._writer.number,))
        cursor.execute("ROLLBACK TO SAVEPOINT here")

    def _count(self, cursor):
        """The row that all writers update: its lock is held until the commit, so `n` is the commit order."""
        number = self._writer.number
        cursor.execute("SELECT * FROM ledger WHERE id = 1 FOR UPDATE")
        identity, n, writer = cursor.fetchone()
        cursor.execute("UPDATE ledger SET n = n + 1, writer = %s WHERE id = 1", (number,))
        before = {"id": identity, "n": n, "writer": writer}
        self.ledger.append(Change("ledger", "u", before, before | {"n": n + 1, "writer": number}, "ledger"))
