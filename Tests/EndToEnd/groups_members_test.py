"""Consumer groups with real clients: members come, go, are killed and paused at random, and nothing is lost."""

import itertools
import random
import time

import pytest

from members.filling import fill
from members.group import CLIENTS, pause, resume

pytestmark = pytest.mark.parametrize("server", ["mariadb"], indirect=True)


def disturb(group, clients, rng, seconds):
    """One to eight members for some time: started, stopped, killed and paused at random, often during a rebalance."""
    deadline = time.monotonic() + seconds
    actions = {"start": 0, "stop": 0, "kill": 0, "pause": 0}
    paused = []
    while time.monotonic() < deadline and group.lag() != 0:
        living = [member for member in group.living if member not in paused]
        action = rng.choice(("start", "start", "start", "stop", "kill", "kill", "pause"))
        if action == "start" and len(group.living) < 8:
            group.start(rng.choice(clients))
        elif action == "stop" and len(living) > 1:
            rng.choice(living).signal(15)
        elif action == "kill" and len(living) > 1:
            rng.choice(living).kill()
        elif action == "pause" and len(living) > 2 and not paused:
            paused.append(rng.choice(living))
            pause(paused[0])
        else:
            continue
        actions[action] += 1
        # Mostly at once, in the middle of the rebalance that this began; sometimes when all have settled.
        time.sleep(rng.choice((0.05, 0.2, 0.4, 0.8, 1.5, 2.5)))
        if paused and rng.random() < 0.3:
            resume(paused.pop())
    for member in paused:
        resume(member)
    return actions


def run(leat, groups, topic, ends, name, clients, strategy, rng, seconds, **options):
    group = groups(leat, topic, name, strategy=strategy, **options)
    for client in itertools.islice(itertools.cycle(clients), 2):
        group.start(client)
    actions = disturb(group, clients, rng, seconds)
    verdict = group.finish(ends, clients[0])
    generation = max((int(line.split("generation ")[1].split()[0]) for line in _completions(leat, name)), default=0)
    print(f"{name}: {verdict}; {actions}, {len(group.members)} members in all, slow rebalances to {generation}")
    assert not verdict.faults, verdict.faults[:10]
    # One that was paused may read on for a moment when others have its partitions already.
    assert actions["pause"] or verdict.duplicates <= verdict.tail


def _completions(leat, name):
    return [line for line in leat.log_text().splitlines() if f"group '{name}': rebalance complete" in line]


@pytest.mark.parametrize(("clients", "strategy"), [(("confluent",), "cooperative-sticky"), (CLIENTS, "range")])
def test_members_killed_at_random(bridge, server, groups, seed, clients, strategy):
    topic, ends = fill(bridge, server, 100_000)
    run(bridge, groups, topic, ends, "short", clients, strategy, random.Random(seed), 10, batch=400, pause=0.1)


COMBINATIONS = [
    (("confluent",), "range"),
    (("confluent",), "roundrobin"),
    (("confluent",), "cooperative-sticky"),
    (("kafka_python",), "range"),
    (("kafka_python",), "roundrobin"),
    (("kafka_python",), "sticky"),
    (("kafka_python",), "cooperative-sticky"),
    (CLIENTS, "range"),
    (CLIENTS, "roundrobin"),
]


@pytest.mark.long
@pytest.mark.seconds(3600)
def test_members_killed_at_random_over_a_million_records(bridge, server, groups, seed):
    topic, ends = fill(bridge, server, 1_000_000)
    rng = random.Random(seed)
    for clients, strategy in COMBINATIONS:
        name = f"{'-'.join(clients)}-{strategy}"
        run(bridge, groups, topic, ends, name, clients, strategy, rng, 60, batch=2000, pause=0.25)
