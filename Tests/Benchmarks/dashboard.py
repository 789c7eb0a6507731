"""From a commit to the figure that it changes in a headless Chromium: `python Tests/Benchmarks/dashboard.py`.

A private MariaDB, `leat run` with two views, the page open, one writer. Everything runs on this machine, so the figures
are its, not a network's. LEAT_BENCH_SECONDS changes the length of a turn (20 s).
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from dashboard import latency  # noqa: E402
from goals import Goals  # noqa: E402
from harness.browser import CHROMIUM, Browser  # noqa: E402
from harness.leat import Leat, Source  # noqa: E402
from harness.servers import DatabaseServer  # noqa: E402
from harness.waiting import free_port  # noqa: E402

SECONDS = float(os.environ.get("LEAT_BENCH_SECONDS", 20))
RATES = (50, 500, 1000)
GOAL_RATE, GOAL_SECONDS = 500, 0.25


def main():
    if not CHROMIUM:
        sys.exit("no chromium: apt install chromium")
    home = Path(tempfile.mkdtemp(prefix="leat-bench-", dir="/tmp"))
    home.chmod(0o755)
    server = DatabaseServer("mariadb", home / "mariadb", free_port())
    server.start()
    bridge, browser = None, None
    try:
        server.reset()
        server.execute(*latency.STATEMENTS)
        bridge = Leat(home / "leat", [Source("trade", server.port, "shop", pipeline=latency.PIPELINE)])
        bridge.start()
        browser = Browser()
        browser.size(1440, 900)
        latency.prepare(server, browser, f"http://{bridge.http}/")
        report(server, browser)
    finally:
        if browser:
            browser.close()
        if bridge and bridge.is_running:
            bridge.kill()
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def report(server, browser):
    goals = Goals()
    print(f"Commit to figure changed in a browser, {SECONDS:.0f} s each\n")
    goals.head()
    for rate in RATES:
        delays = latency.measure(server, browser, rate, SECONDS)
        name = f"commit to figure, p99 at {rate} commits/s"
        if rate == GOAL_RATE:
            goals.at_most(name, str(delays), "", delays.quantile(0.99), GOAL_SECONDS, milliseconds)
        else:
            goals.report(name, str(delays), "", milliseconds(delays.quantile(0.99)))
    goals.sum_up()


def milliseconds(seconds):
    return f"{1000 * seconds:.0f} ms"


if __name__ == "__main__":
    main()
