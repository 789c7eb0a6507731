"""Random changes of the tables of tables.sql: rows move between groups, come, go, change their keys, lose values."""

import contextlib
import random
import threading
import time

import pymysql

PROVINCES = ["Guangdong", "guangdong", "Zhejiang", "四川", "Île", "ile", "", "Hubei "]
NOTES = ["a", "A", "ab", "b%", "ä", "'quoted'", 'back\\slash "and" quote', "日本", "", None]
STATES = ["CREATED", "PAID", "SHIPPED", None]
TITLES = ["Apple", "apple", "Pear", "Kiwi", "Straße", "STRASSE"]


def maybe(moments, value, share=0.15):
    return None if moments.random() < share else value


def order(moments, identity):
    return {
        "id": identity,
        "buyer": maybe(moments, moments.randrange(1, 13), 0.05),
        "province": maybe(moments, moments.choice(PROVINCES), 0.08),
        "status": moments.choice(STATES),
        "amount": maybe(moments, moments.randrange(-20_000, 99_999_99) / 100),
        "fee": maybe(moments, moments.randrange(-10**6, 10**8) / 100_000),
        # Sums of quarters are exact in any order.
        "weight": maybe(moments, moments.randrange(-4000, 4000) / 4),
        "rank": maybe(moments, moments.randrange(-3, 9)),
        "note": moments.choice(NOTES),
        "created": maybe(moments, f"2024-0{moments.randrange(1, 4)}-1{moments.randrange(10)} "
                                  f"0{moments.randrange(3)}:{moments.randrange(10, 60)}:00"),
        "day": maybe(moments, f"202{moments.randrange(2, 5)}-0{moments.randrange(1, 10)}-28"),
    }


def item(moments, orders):
    return {
        "order_id": maybe(moments, moments.choice(orders) if orders else 1, 0.05),
        "line": moments.randrange(1, 5),
        "title": maybe(moments, moments.choice(TITLES)),
        "quantity": maybe(moments, moments.randrange(-2, 9)),
        "price": maybe(moments, moments.randrange(0, 99_999) / 100),
    }


class Load(threading.Thread):
    """Writes transactions until it is told to end; some are rolled back."""

    def __init__(self, server, seed, pause=0.01):
        super().__init__(daemon=True)
        self.server, self.moments, self.pause = server, random.Random(seed), pause
        self.ending, self.failure, self.transactions = threading.Event(), None, 0
        self.next_id, self.orders, self.buyers = 1, [], []

    def run(self):
        try:
            with self.server.connect(autocommit=False) as connection, connection.cursor() as cursor:
                while not self.ending.is_set():
                    self.transaction(connection, cursor)
                    time.sleep(self.pause)
        except Exception as error:  # noqa: BLE001 - it is raised again where the test waits
            self.failure = error

    def finish(self):
        self.ending.set()
        self.join(60)
        if self.failure:
            raise self.failure

    def transaction(self, connection, cursor):
        orders, buyers, next_id = list(self.orders), list(self.buyers), self.next_id
        for _ in range(self.moments.choice([1, 1, 2, 5, 12])):
            self.change(cursor)
        if self.moments.random() < 0.1:
            connection.rollback()
            self.orders, self.buyers, self.next_id = orders, buyers, next_id
        else:
            connection.commit()
            self.transactions += 1

    def change(self, cursor):
        moments = self.moments
        kind = moments.choices(["insert", "update", "delete", "key", "items", "item", "buyer", "many"],
                               [30, 30, 12, 5, 20, 10, 8, 2])[0]
        if kind == "insert" or (kind in ("update", "delete", "key", "many") and not self.orders):
            self.insert(cursor, "orders", order(moments, self.next_id))
            self.orders.append(self.next_id)
            self.next_id += 1
        elif kind == "update":
            row = order(moments, 0)
            columns = moments.sample([column for column in row if column != "id"], moments.randrange(1, 5))
            sets = ", ".join(f"`{column}` = %s" for column in columns)
            cursor.execute(f"UPDATE shop.orders SET {sets} WHERE id = %s",
                           [*(row[column] for column in columns), moments.choice(self.orders)])
        elif kind == "delete":
            identity = self.orders.pop(moments.randrange(len(self.orders)))
            cursor.execute("DELETE FROM shop.orders WHERE id = %s", [identity])
        elif kind == "key":
            place = moments.randrange(len(self.orders))
            cursor.execute("UPDATE shop.orders SET id = %s WHERE id = %s", [self.next_id, self.orders[place]])
            self.orders[place] = self.next_id
            self.next_id += 1
        elif kind == "items":
            self.insert(cursor, "items", item(moments, self.orders))
        elif kind == "item":
            cursor.execute("UPDATE shop.items SET quantity = quantity + 1, order_id = %s"
                           " WHERE line = %s AND quantity < 5 LIMIT 2", [moments.choice(self.orders or [1]), moments.randrange(1, 5)])
            cursor.execute("DELETE FROM shop.items WHERE quantity > 6 LIMIT 1")
        elif kind == "buyer":
            self.buyer(cursor)
        else:
            cursor.execute("UPDATE shop.orders SET fee = fee + 0.00001, `rank` = COALESCE(`rank`, 0) + 1"
                           " WHERE buyer = %s",
                           [moments.randrange(1, 13)])

    def buyer(self, cursor):
        moments = self.moments
        identity = moments.randrange(1, 13)
        if identity in self.buyers and moments.random() < 0.3:
            cursor.execute("DELETE FROM shop.buyers WHERE id = %s", [identity])
            self.buyers.remove(identity)
        elif identity in self.buyers:
            cursor.execute("UPDATE shop.buyers SET name = %s, level = %s WHERE id = %s",
                           [moments.choice(TITLES), maybe(moments, moments.randrange(3)), identity])
        else:
            self.insert(cursor, "buyers", {"id": identity, "name": maybe(moments, moments.choice(TITLES)),
                                           "level": maybe(moments, moments.randrange(3))})
            self.buyers.append(identity)

    @staticmethod
    def insert(cursor, table, row):
        columns = ", ".join(f"`{column}`" for column in row)
        cursor.execute(f"INSERT INTO shop.{table} ({columns}) VALUES ({', '.join(['%s'] * len(row))})",
                       list(row.values()))


@contextlib.contextmanager
def load(server, seed, pause=0.01):
    """A load that writes while the body runs, and has ended behind it."""
    one = Load(server, seed, pause)
    one.start()
    try:
        yield one
    finally:
        try:
            one.finish()
        except pymysql.err.Error as error:
            raise AssertionError(f"the workload failed: {error}") from error
