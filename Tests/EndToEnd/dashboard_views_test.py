"""Tiles of views in a real browser, on a real bridge."""

import time

import pytest
from dashboard import latency
from harness.browser import CHROMIUM
from harness.leat import Source

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(not CHROMIUM, reason="no chromium: apt install chromium"),
]
GOAL_SECONDS = 0.25
RATE = 500
# Other tests may load the machine: the best of so many turns counts.
TURNS = 3
SHOP = """
name: shop
capture:
  - tables: ["shop.*"]
    topic: "{source}.{database}.{table}"
    partitions: 4
    key: primary
    format: debezium
views:
  by_city: SELECT city, COUNT(*) AS orders, SUM(amount) AS gmv FROM shop.orders GROUP BY city
  best: SELECT id, city, amount FROM shop.orders ORDER BY amount DESC LIMIT 3
  total: SELECT SUM(amount) AS gmv FROM shop.orders
"""


@pytest.fixture
def server(servers):
    one = servers("mariadb")
    one.reset()
    return one


def test_a_commit_reaches_the_eye_within_a_quarter_of_a_second(server, leat, browsers):
    server.execute(*latency.STATEMENTS)
    bridge = leat(Source("trade", server.port, "shop", pipeline=latency.PIPELINE))
    bridge.start()
    browser = browsers()
    latency.prepare(server, browser, f"http://{bridge.http}/")
    tries = []
    while len(tries) < TURNS and not (tries and tries[-1].quantile(0.99) <= GOAL_SECONDS):
        tries.append(latency.measure(server, browser, RATE, 4))
        print(tries[-1])
    assert min(one.quantile(0.99) for one in tries) <= GOAL_SECONDS


def test_tiles_show_what_the_query_gives_after_changes_and_a_restart(server, leat, browsers, pictures):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, city VARCHAR(20), amount DECIMAL(12,2))",
        "INSERT INTO shop.orders (city, amount) VALUES ('北京', 10.10), ('上海', 20.20), ('广州', 30.30), ('北京', 5)",
    )
    bridge = leat(Source("trade", server.port, "shop", pipeline=SHOP))
    bridge.start()
    browser = browsers()
    browser.open(f"http://{bridge.http}/")
    expect(browser, server)
    assert tile(browser, "by_city", "className").endswith("as-bar")
    assert tile(browser, "best", "className").endswith("as-table")
    server.execute(
        "UPDATE shop.orders SET city = '上海' WHERE id = 1",
        "DELETE FROM shop.orders WHERE city = '广州'",
        "INSERT INTO shop.orders (city, amount) VALUES ('成都', 99.99), ('北京', 0.01)",
    )
    expect(browser, server)
    browser.screenshot(pictures / "views.png")
    bridge.kill()
    server.execute(
        "UPDATE shop.orders SET amount = amount * 2", "INSERT INTO shop.orders (city, amount) VALUES ('西安', 7)"
    )
    bridge.start()
    expect(browser, server)
    assert len(browser.evaluate("[...document.querySelectorAll('.view')]")) == 3


def tile(browser, name, field):
    find = f"[...document.querySelectorAll('.view')].find(one => one.querySelector('.long').innerText === '{name}')"
    return browser.evaluate(f"{find}?.{field} ?? ''")


def texts(rows, cells):
    return f"[...document.querySelectorAll('{rows}')].map(row => {cells}.map(cell => cell.innerText))"


def expect(browser, server):
    """Waits until the tiles say what the server's own SELECT says."""
    cities = server.execute("SELECT city, SUM(amount) FROM shop.orders GROUP BY city")
    total = server.value("SELECT SUM(amount) FROM shop.orders")
    best = server.execute("SELECT id, city, amount FROM shop.orders ORDER BY amount DESC LIMIT 3")

    def shown():
        bars = browser.evaluate(texts(".bar", "[row.children[0], row.children[2]]"))
        rows = browser.evaluate(texts(".as-table tbody tr", "[...row.children]"))
        return dict(bars), rows, tile(browser, "total", "querySelector('.viewFigure b')?.innerText")

    wanted = (
        {city: f"{amount:,}" for city, amount in cities},
        [[f"{number}", city, f"{amount:,}"] for number, city, amount in best],
        f"{total:,}",
    )
    deadline = time.monotonic() + 20
    while (seen := shown()) != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    assert seen == wanted
