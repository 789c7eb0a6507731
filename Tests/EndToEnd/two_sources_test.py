"""Two sources of different kinds in one process do not disturb each other."""

import time

from harness.leat import Source
from harness.waiting import wait_until
from history.verdict import assert_exact, records_after
from history.writer import Load


def test_one_stops_and_the_other_goes_on(leat, servers, seed):
    pair = [servers("mariadb"), servers("mysql")]
    for server in pair:
        server.reset()
    loads = [Load(server, "shop", f"{seed} {server.kind}") for server in pair]
    both = leat(Source("trade", pair[0].port, "shop"), Source("stock", pair[1].port, "shop"))
    for load in loads:
        load.start()
    both.start()
    time.sleep(1)
    loads[1].finish()
    pair[1].stop()
    try:
        wait_until("stock is retrying", lambda: both.source("stock")["state"] == "retrying")
        time.sleep(2)
        loads[0].finish()
        assert_exact(loads[0], records_after(both, source=0))
        assert both.source("trade")["state"] == "streaming"
    finally:
        pair[1].start()
    assert_exact(loads[1], records_after(both, source=1))
