"""The change stream, folded into tables, is what the servers' own SELECT and mysqlbinlog say."""

import os
import random

import pytest

from differential.damage import DAMAGES
from differential.features import Features
from differential.report import report, summary
from differential.run import differences_of, run

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
        result = run(server, leat, Features(server).varied(random.Random(one)), one, SCHEMAS, ROWS, live=bool(one % 2))
        print(summary(result))
        assert not result.differences, report(result)


@pytest.mark.parametrize("name", ("mariadb", "mysql"))
def test_a_damaged_stream_is_seen(leat, servers, seed, name):
    """A record less or more, a value changed or lost: each of them is a difference."""
    server = servers(name)
    server.reset()
    # With whole row images every value is seen a second time; without them a later change may hide one.
    result = run(server, leat, Features(server).without("row_image"), seed, schemas=2, rows=200, live=False)
    assert not result.differences, report(result)
    rng, unseen = random.Random(seed), []
    for damage in DAMAGES * 5:
        damaged, what = damage(result, rng)
        if not any(differences_of(damaged)):
            unseen.append(what)
    assert not unseen, "\n".join(unseen)
