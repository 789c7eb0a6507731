"""What is seen of a consumer group, and what its members notice of each other: starts, restarts, kills, lag."""

import subprocess

import pytest

from harness.kafka import consumer, partitions_of
from harness.waiting import wait_until
from members.filling import PARTITIONS, fill
from members.group import CLIENTS, pause, resume

pytestmark = pytest.mark.parametrize("server", ["mariadb"], indirect=True)


def test_eight_members_that_start_together_rebalance_once_or_twice(bridge, server, groups):
    topic, _ = fill(bridge, server, 1_000)
    group = groups(bridge, topic, "together", session=20_000)
    for _ in range(8):
        group.start("confluent")
    status = wait_until("eight members", lambda: group.is_stable_with(8), seconds=30)
    print(f"generation {status['generation']} with eight members")
    assert status["generation"] <= 3
    owned = [place["partitions"] for member in status["members"] for place in member["assignment"]]
    assert sorted(partition for partitions in owned for partition in partitions) == list(range(PARTITIONS))


@pytest.mark.parametrize("client", CLIENTS)
def test_a_static_member_that_is_killed_and_comes_back_causes_no_rebalance(bridge, server, groups, client):
    topic, _ = fill(bridge, server, 1_000)
    group = groups(bridge, topic, "static", session=20_000)
    members = {name: group.start(client, instance=name) for name in ("one", "two", "three")}
    before = wait_until("three members", lambda: group.is_stable_with(3), seconds=30)
    wait_until("partitions for each", lambda: all(member.owned() for member in members.values()))
    said = {name: len(member.entries()) for name, member in members.items()}
    leader = next(member["instance"] for member in before["members"] if member["is_leader"])
    follower = next(name for name in members if name != leader)
    for name in (follower, leader):
        owned = wait_until("its partitions", lambda name=name: members[name].owned())
        members[name].kill()
        members[name] = group.start(client, instance=name)
        wait_until("the same partitions", lambda name=name, owned=owned: members[name].owned() == owned, seconds=15)
    after = group.status()
    assert (after["state"], after["generation"]) == ("Stable", before["generation"])
    for name in members.keys() - {follower, leader}:
        assert not [entry for entry in members[name].entries()[said[name] :] if entry.kind in "AVL"]
    assert {m["instance"]: m["assignment"] for m in after["members"]} == {
        m["instance"]: m["assignment"] for m in before["members"]
    }


def test_the_log_names_who_blocks_a_rebalance(bridge, server, groups):
    topic, _ = fill(bridge, server, 1_000)
    group = groups(bridge, topic, "blocked", session=6_000)
    stuck = group.start("confluent")
    wait_until("one member", lambda: group.is_stable_with(1))
    pause(stuck)
    group.start("kafka_python")
    waiting = wait_until("it is named", lambda: (group.status() or {}).get("waiting_for"), seconds=10)
    assert [(one["client_id"], one["host"], one["missing"]) for one in waiting] == [(stuck.name, "/127.0.0.1", "join")]
    line = f"waits for member {waiting[0]['id']} (client '{stuck.name}', host 127.0.0.1) to rejoin; it is removed in"
    wait_until("a line in the log", lambda: line in bridge.log_text(), seconds=10)
    described = bridge.command("groups", "describe", "blocked", "-b", bridge.bootstrap, "--http", bridge.http)
    assert f"waits for {waiting[0]['id']} ({stuck.name}, /127.0.0.1): no join yet" in described.stdout, described
    wait_until("the other goes on", lambda: group.is_stable_with(1), seconds=15)
    log = bridge.log_text()
    assert f"member {waiting[0]['id']} (client '{stuck.name}', host 127.0.0.1) removed: nothing heard of it" in log
    assert "group 'blocked': rebalance complete after" in log
    resume(stuck)
    wait_until("it comes back by itself", lambda: group.is_stable_with(2), seconds=15)


def test_members_come_back_by_themselves_after_kill_9_of_the_server(bridge, server, groups):
    topic, ends = fill(bridge, server, 20_000)
    group = groups(bridge, topic, "restart", batch=100, pause=0.05)
    for client in (*CLIENTS, *CLIENTS):
        group.start(client)
    wait_until("four members", lambda: group.is_stable_with(4), seconds=30)
    wait_until("commits", lambda: group.lag() is not None)
    bridge.kill()
    bridge.start()
    wait_until("four members again", lambda: group.is_stable_with(4), seconds=30)
    verdict = group.finish(ends)
    print(verdict)
    assert not verdict.faults, verdict.faults[:10]


def without_rates(groups):
    """Rates and times come with the second look at a group."""
    for one in [*groups, *(topic for group in groups for topic in group["topics"])]:
        for key in ("records_per_second", "catch_up_seconds"):
            one.pop(key, None)
    return groups


def test_lag_is_told_everywhere(bridge, server):
    topic, ends = fill(bridge, server, 1_000)
    client = consumer(bridge.bootstrap, **{"group.id": "report"})
    places = partitions_of(client, [topic])
    for place in places:
        place.offset = 100
    client.commit(offsets=places, asynchronous=False)
    lag = sum(ends.values()) - 100 * PARTITIONS
    topics = [{"topic": topic, "lag": lag}]
    expected = [{"name": "report", "state": "Empty", "member_count": 0, "lag": lag, "topics": topics}]
    assert without_rates(bridge.json("/api/groups")) == expected
    assert without_rates(bridge.json("/api/status")["groups"]) == expected
    metrics = bridge.get("/metrics").read().decode()
    assert f'leat_consumergroup_lag{{group="report",topic="{topic}"}} {lag}\n' in metrics
    listed = bridge.command("groups", "list", "-b", bridge.bootstrap)
    assert [line.split() for line in listed.stdout.splitlines()][1] == ["report", "Empty", "0", str(lag)]
    described = bridge.command("groups", "describe", "report", "-b", bridge.bootstrap)
    rows = [line.split() for line in described.stdout.splitlines() if line.startswith(topic)]
    assert rows == [
        [topic, str(partition), "100", str(end), str(end - 100), "-"] for partition, end in sorted(ends.items())
    ]
    client.close()


def test_kcat_members_share_a_topic_and_one_is_killed(bridge, server, tmp_path):
    topic, ends = fill(bridge, server, 20_000)
    outputs = [tmp_path / f"kcat-{number}" for number in range(3)]
    command = ["kcat", "-q", "-u", "-b", bridge.bootstrap, "-f", "%p %o\n", "-X", "auto.offset.reset=earliest"]
    command += ["-X", "session.timeout.ms=3000", "-X", "heartbeat.interval.ms=500", "-G", "kcat", topic]
    processes = []
    try:
        for output in outputs:
            with output.open("wb") as file:
                processes.append(subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL))
        wait_until("the first records", lambda: outputs[0].stat().st_size > 0, seconds=20)
        processes[0].kill()
        wanted = {(partition, offset) for partition, end in ends.items() for offset in range(end)}
        wait_until("every record", lambda: _read(outputs) >= wanted, seconds=30, pause=0.5)
    finally:
        for process in processes:
            process.kill()
            process.wait(10)


def _read(outputs):
    lines = (line.split() for output in outputs for line in output.read_text().split("\n")[:-1])
    return {(int(words[0]), int(words[1])) for words in lines if len(words) == 2}
