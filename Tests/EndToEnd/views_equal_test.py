"""Views against the server's own answers, after random changes and kills."""

import os
import random
import time

import pytest

from harness.leat import Source
from views.viewing import pipeline, queries, statements, status, wait_until_equal
from views.workload import load

KILLS = int(os.environ.get("LEAT_KILLS", 10))
LOAD_SECONDS = 60 if os.environ.get("LEAT_LONG") == "1" else 12


def prepare(server):
    server.execute(*statements(), "ALTER TABLE shop.orders ADD PRIMARY KEY (id)",
                   "ALTER TABLE shop.buyers ADD PRIMARY KEY (id)")


@pytest.mark.seconds(120 + LOAD_SECONDS)
def test_after_ten_kills_every_view_is_what_its_query_gives_on_the_server(leat, server, seed):
    server.reset()
    prepare(server)
    all_queries = [query for query in queries() if query.is_for(server)]
    assert len(all_queries) >= 40
    views = {query.name: query.text for query in all_queries}
    bridge = leat(Source("trade", server.port, "shop", pipeline=pipeline(views)))
    moments = random.Random(seed)
    with load(server, seed) as writer:
        bridge.start()
        for kill in range(KILLS):
            time.sleep(moments.uniform(0.2, 2 * LOAD_SECONDS / KILLS))
            bridge.kill()
            bridge.start(wait=kill % 2 == 0)
    print(f"{writer.transactions} transactions")
    wanted = wait_until_equal(bridge, server, all_queries)
    assert sum(1 for rows in wanted.values() if rows) > len(all_queries) * 0.8
    for view in bridge.json("/api/views"):
        assert (view["state"], view["incomplete"], view["rebuilds"]) == ("running", False, 0), view

    # An orderly stop, and a state that was taken up: nothing is read from the begin of the log again.
    bridge.terminate()
    bridge.start()
    wait_until_equal(bridge, server, all_queries)
    assert all(view["changes"] == 0 and view["rebuilds"] == 0 for view in bridge.json("/api/views"))

    # Tables that are emptied, and rows after that.
    server.execute("TRUNCATE shop.items", "INSERT INTO shop.items VALUES (1, 1, 'new', 5, 1.5)",
                   "TRUNCATE shop.orders")
    wait_until_equal(bridge, server, all_queries)
    assert status(bridge, all_queries[0].name)["rows"] == 0
