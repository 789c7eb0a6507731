"""The change stream, folded into tables, is what the servers' own SELECT and mysqlbinlog say."""

import os

import pytest

from differential.features import Features
from differential.report import report, summary
from differential.run import run

SERVERS = ("mariadb", "mariadb-11", "mysql", "mysql-8.4", "mysql-8.0")
# In the short form and, with LEAT_LONG=1, in the long one. All servers together: 200 schemas and 200,000 rows.
ROUNDS, SCHEMAS, ROWS = (8, 5, 1000) if os.environ.get("LEAT_LONG") == "1" else (1, 5, 200)
ROUNDS = int(os.environ.get("LEAT_ROUNDS", ROUNDS))


@pytest.mark.seconds(3600)
@pytest.mark.parametrize("name", SERVERS)
def test_the_folded_stream_is_what_select_says(leat, servers, seed, name):
    """Round n has the seed LEAT_SEED + n, so that it can be repeated alone."""
    server = servers(name)
    for one in range(seed, seed + ROUNDS):
        server.reset()
        result = run(server, leat, Features(server), one, SCHEMAS, ROWS, live=bool(one % 2))
        print(summary(result))
        assert not result.differences, report(result)
