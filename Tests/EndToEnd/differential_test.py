"""The change stream, folded into tables, is what the servers' own SELECT and mysqlbinlog say."""

import os

import pytest

from differential.features import Features
from differential.report import report, summary
from differential.run import run

SERVERS = ("mariadb", "mariadb-11", "mysql", "mysql-8.4", "mysql-8.0")
LONG = os.environ.get("LEAT_LONG") == "1"


@pytest.mark.parametrize("name", SERVERS)
def test_the_folded_stream_is_what_select_says(leat, servers, seed, name):
    server = servers(name)
    server.reset()
    result = run(server, leat, Features(server), seed, schemas=5, rows=200, live=bool(seed % 2))
    print(summary(result))
    assert not result.differences, report(result)
