"""From a commit to the figure that it changes in a browser: both ends on one machine, so by one clock."""

import threading
import time
from bisect import bisect_left
from contextlib import closing

TABLE = "shop.marks"
STATEMENTS = (
    "CREATE DATABASE shop",
    f"CREATE TABLE {TABLE} (id INT PRIMARY KEY, amount DECIMAL(12,2) NOT NULL)",
)
PIPELINE = f"""
name: shop
capture:
  - tables: ["shop.*"]
    topic: "{{source}}.{{database}}.{{table}}"
    partitions: 4
    key: primary
    format: debezium
views:
  last_mark: SELECT MAX(id) AS mark FROM {TABLE}
  turnover: SELECT COUNT(*) AS marks, SUM(amount) AS amount FROM {TABLE}
"""
# Notes each value of the tile with the time of the frame in which it is painted.
OBSERVE = """(() => {
  const tile = [...document.querySelectorAll('.view')].find(one => one.innerText.includes('last_mark'));
  const figure = tile?.querySelector('.viewFigure b');
  if (!figure) return false;
  window.seen = [];
  let last = null;
  const note = () => requestAnimationFrame(() => {
    const value = Number(figure.textContent.replace(/\\D/g, ''));
    if (value !== last) window.seen.push([last = value, performance.timeOrigin + performance.now()]);
  });
  new MutationObserver(note).observe(figure, { childList: true, characterData: true, subtree: true });
  return true;
})()"""


class Writer(threading.Thread):
    """Commits a row each 1/rate seconds and notes when it began to."""

    def __init__(self, server, first, rate, seconds):
        super().__init__()
        self.server, self.first, self.count, self.rate = server, first, int(rate * seconds), rate
        self.begun, self.seconds = [], 0.0

    def run(self):
        with closing(self.server.connect(autocommit=True)) as connection, connection.cursor() as cursor:
            start = time.monotonic()
            for number in range(self.count):
                wait = start + number / self.rate - time.monotonic()
                if wait > 0:
                    time.sleep(wait)
                self.begun.append(time.time())
                cursor.execute(f"INSERT INTO {TABLE} VALUES ({self.first + number}, 12.50)")
            self.seconds = time.monotonic() - start


class Delays:
    """Seconds from the begin of each commit to the frame that shows it or a later one."""

    def __init__(self, begun, first, seen, rate):
        marks = [mark for mark, _ in seen]
        moments = [moment / 1000 for _, moment in seen]
        self.sorted = sorted(
            moments[bisect_left(marks, first + number)] - time_begun for number, time_begun in enumerate(begun)
        )
        self.rate, self.frames = rate, len(seen)

    def quantile(self, part):
        return self.sorted[min(len(self.sorted) - 1, int(part * len(self.sorted)))]

    def __str__(self):
        return (
            f"p50 {1000 * self.quantile(0.5):.0f} ms, p99 {1000 * self.quantile(0.99):.0f} ms, "
            f"max {1000 * self.sorted[-1]:.0f} ms of {len(self.sorted)} commits at {self.rate:.0f}/s, "
            f"{self.frames} frames"
        )


def prepare(server, browser, address):
    """Opens the page with a first mark in its tile; the bridge has been started with PIPELINE."""
    server.execute(f"INSERT INTO {TABLE} VALUES (1, 12.50)")
    browser.open(address)
    browser.wait("the tile", OBSERVE)


def measure(server, browser, rate, seconds):
    first = server.value(f"SELECT MAX(id) + 1 FROM {TABLE}")
    writer = Writer(server, first, rate, seconds)
    writer.start()
    writer.join()
    last = first + writer.count - 1
    browser.wait("the last mark", f"window.seen.at(-1)?.[0] === {last}", seconds=30)
    seen = [one for one in browser.evaluate("window.seen.splice(0)") if one[0] >= first]
    return Delays(writer.begun, first, seen, writer.count / writer.seconds)
