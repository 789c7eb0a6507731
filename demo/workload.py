"""Order traffic on the Notify database: about RATE transactions a second until SIGTERM.

    workload.py PORT RATE DIRECTORY

Writes to DIRECTORY: commits.txt, a line `order_id version nanoseconds` for each change of an order, the time taken
just before COMMIT was sent; and at the end committed.json, the rows committed by table and operation.
"""

import json
import random
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pymysql
from pymysql.constants import CLIENT

THREADS = 4
OPEN_ORDERS_MAX = 2000
STATUSES = ("CREATED", "PAID", "SHIPPED", "RECEIVED")
PROVINCES = ("浙江", "广东", "江苏", "山东", "四川", "Beijing", "Shanghai")
TITLES = ("Wool scarf", "Teapot, 0.6 l", "Running shoes 42", "Phone case 📱", "羽绒服", "Desk lamp")


class Order:
    def __init__(self, identity, lines):
        self.identity, self.version, self.status, self.lines, self.line_version = identity, 1, 0, lines, 1
        self.messages = []


class Shop(threading.Thread):
    """One connection that creates, moves on and removes orders of its own."""

    def __init__(self, number, port, rate, commits, stop):
        super().__init__(name=f"shop {number}")
        self.committed, self.transactions, self.failure = Counter(), 0, None
        self._port, self._pause, self._commits, self._stop_event = port, 1 / rate, commits, stop
        self._random, self._orders = random.Random(number), []
        self._next_id, self._next_message = number * 10**12, number * 10**12

    def run(self):
        try:
            self._connection = pymysql.connect(
                host="127.0.0.1",
                port=self._port,
                user="root",
                database="notify",
                charset="utf8mb4",
                client_flag=CLIENT.MULTI_STATEMENTS,
            )
            due = time.monotonic()
            while not self._stop_event.wait(max(0, due - time.monotonic())):
                due += self._pause
                self._transaction()
            self._connection.close()
        except Exception as error:  # told by main, which ends with exit code 1
            self.failure = error
            self._stop_event.set()

    def _transaction(self):
        chance = self._random.random()
        if len(self._orders) < 10 or chance < 0.40:
            step = self._create
        elif chance < 0.75:
            step = self._advance
        elif chance < 0.85:
            step = self._reprice
        else:
            step = self._remove
        if len(self._orders) > OPEN_ORDERS_MAX:
            step = self._remove
        order, statements, rows = step()
        self._execute(["BEGIN", *statements], sum(rows.values()))
        # One write(2) a line: Python's text files lose and garble lines that several threads write.
        self._commits.write(f"{order.identity} {order.version} {time.time_ns()}\n".encode())
        self._connection.commit()
        self.committed += rows
        self.transactions += 1

    def _execute(self, statements, rows):
        with self._connection.cursor() as cursor:
            cursor.execute(";".join(statements))
            affected = cursor.rowcount
            while cursor.nextset():
                affected += cursor.rowcount
        if affected != rows:
            raise AssertionError(f"{affected} rows instead of {rows}: {statements}")

    def _quote(self, statement, *values):
        return statement % tuple(map(self._connection.literal, values))

    def _create(self):
        self._next_id += 1
        order = Order(self._next_id, self._random.choice((1, 2, 3)))
        self._orders.append(order)
        items = ", ".join(
            self._quote(
                "(%s, %s, 1, %s, %s, %s)",
                order.identity,
                line,
                self._random.choice(TITLES),
                self._random.randint(1, 5),
                self._price(),
            )
            for line in range(order.lines)
        )
        statements = [
            self._quote(
                "INSERT INTO orders (id, version, buyer_id, province, status, amount, phone, remark, created_at)"
                " VALUES (%s, 1, %s, %s, 'CREATED', %s, %s, %s, NOW(3))",
                order.identity,
                self._random.randrange(10**9),
                self._random.choice(PROVINCES),
                self._price(),
                f"138{self._random.randrange(10**8):08}",
                self._random.choice((None, "leave at the door", "送货前打电话")),
            ),
            f"INSERT INTO order_items VALUES {items}",
            self._message(order),
        ]
        return order, statements, Counter({"orders c": 1, "order_items c": order.lines, "message c": 1})

    def _advance(self):
        order = self._random.choice(self._orders)
        order.version += 1
        order.status = (order.status + 1) % len(STATUSES)
        statements = [
            self._quote(
                "UPDATE orders SET version = %s, status = %s WHERE id = %s",
                order.version,
                STATUSES[order.status],
                order.identity,
            ),
            self._quote("UPDATE message SET version = 2, status = 'DELIVERED' WHERE id = %s", order.messages[-1]),
            self._message(order),
        ]
        return order, statements, Counter({"orders u": 1, "message u": 1, "message c": 1})

    def _reprice(self):
        """All items of an order in one statement."""
        order = self._random.choice(self._orders)
        order.version += 1
        order.line_version += 1
        statements = [
            self._quote(
                "UPDATE order_items SET version = %s, price = price + 0.5 WHERE order_id = %s",
                order.line_version,
                order.identity,
            ),
            self._quote(
                "UPDATE orders SET version = %s, amount = amount + 0.5 WHERE id = %s", order.version, order.identity
            ),
        ]
        return order, statements, Counter({"orders u": 1, "order_items u": order.lines})

    def _remove(self):
        order = self._orders.pop(self._random.randrange(len(self._orders)))
        order.version += 1  # names the delete in commits.txt; no row holds it
        statements = [
            self._quote("DELETE FROM order_items WHERE order_id = %s", order.identity),
            self._quote("DELETE FROM orders WHERE id = %s", order.identity),
            self._quote(f"DELETE FROM message WHERE id IN ({', '.join(map(str, order.messages))})"),
        ]
        rows = {"orders d": 1, "order_items d": order.lines, "message d": len(order.messages)}
        return order, statements, Counter(rows)

    def _message(self, order):
        self._next_message += 1
        order.messages.append(self._next_message)
        body = {
            "order": order.identity,
            "version": order.version,
            "status": STATUSES[order.status],
            "lines": order.lines,
        }
        return self._quote(
            "INSERT INTO message VALUES (%s, 1, 'order-status', %s, %s, 'COMMITTED', %s, NOW(3))",
            self._next_message,
            str(order.identity),
            STATUSES[order.status].lower(),
            json.dumps(body),
        )

    def _price(self):
        return f"{self._random.randint(100, 99999) / 100:.2f}"


def main():
    port, rate, directory = int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with (directory / "commits.txt").open("wb", buffering=0) as commits:
        shops = [Shop(number, port, rate / THREADS, commits, stop) for number in range(1, THREADS + 1)]
        begin = time.monotonic()
        for shop in shops:
            shop.start()
        for shop in shops:
            shop.join()
        seconds = time.monotonic() - begin
    for shop in shops:
        if shop.failure:
            sys.exit(f"{shop.name}: {shop.failure!r}")
    rows, transactions = sum((shop.committed for shop in shops), Counter()), sum(shop.transactions for shop in shops)
    result = {"transactions": transactions, "seconds": seconds, "rows": dict(rows)}
    (directory / "committed.json").write_text(json.dumps(result), encoding="ascii")


if __name__ == "__main__":
    main()
