"""Delays, rates and log lines as an operator and Prometheus see them."""

import json
import re
import threading
import time

import pytest
from confluent_kafka import Consumer

from harness.leat import Source
from harness.waiting import wait_until

pytestmark = pytest.mark.alone

SHOP = ("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, t TEXT)")


@pytest.fixture
def writing(server):
    """A commit each 20 ms."""
    server.execute(*SHOP)
    ended = threading.Event()

    def write():
        with server.connect(autocommit=True) as connection, connection.cursor() as cursor:
            while not ended.wait(0.02):
                cursor.execute("INSERT INTO shop.orders (t) VALUES (REPEAT('x', 100))")

    thread = threading.Thread(target=write)
    thread.start()
    yield server
    ended.set()
    thread.join()


def metrics(leat):
    """Every sample by its name and labels."""
    with leat.get("/metrics") as response:
        lines = response.read().decode().splitlines()
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}


def test_delays_and_rates_are_those_of_the_work(leat, writing):
    one = leat(Source("trade", writing.port, "shop"))
    one.start()
    consumer = Consumer(
        {"bootstrap.servers": one.bootstrap, "group.id": "g", "auto.offset.reset": "earliest"}
        | {"enable.auto.commit": False}
    )
    wait_until("the topic is there", lambda: one.json("/api/topics"))
    consumer.subscribe([one.topic("orders")])
    read, begun = 0, time.monotonic()
    while time.monotonic() - begun < 12:
        messages = consumer.consume(100, timeout=0.2)
        read += len(messages)
        if messages:
            consumer.commit(asynchronous=False)
    status, samples = one.json("/api/status"), metrics(one)
    consumer.close()
    rate = status["rows_in_per_second"]
    assert 20 < rate < 60
    assert status["sources"][0]["rows_per_second"] == pytest.approx(rate)
    assert status["topics"][0]["records_per_second"] == pytest.approx(rate, rel=0.3)
    assert status["records_out_per_second"] == pytest.approx(rate, rel=0.3)
    group = status["groups"][0]
    assert group["records_per_second"] == pytest.approx(rate, rel=0.4)
    assert group["lag"] < 200 and status["records_out"] >= read
    # A quiet machine's delay is milliseconds; a busy one's is bounded all the same.
    delay = status["delay"]
    assert delay["count"] > 50 and 0 < delay["p50_seconds"] <= delay["p99_seconds"] < 1
    assert abs(status["sources"][0]["clock_offset_seconds"]) < 0.1
    assert samples["leat_commit_to_visible_seconds_count"] > 50
    buckets = [value for name, value in samples.items() if name.startswith("leat_commit_to_visible_seconds_bucket")]
    assert buckets == sorted(buckets) and buckets[-1] == samples["leat_commit_to_visible_seconds_count"]
    for stage in ("network", "decode", "append"):
        assert samples[f'leat_stage_seconds_count{{source="trade",stage="{stage}"}}'] > 50
    assert samples['leat_stage_seconds_count{stage="fsync"}'] > 50
    assert not [name for name in samples if name.startswith("leat_partition")]
    assert not any(value for name, value in samples.items() if name.startswith(("leat_stage{", "leat_source_stage{")))
    history = one.json("/api/history")
    assert history["step_seconds"] == 5 and len(history["points"]) >= 2
    assert history["points"][-1]["rows_in"] == pytest.approx(rate, rel=0.5) and "trade" in history["points"][-1]["lag"]


def test_series_of_partitions_come_on_request_and_ten_thousand_cost_little(leat, servers):
    server = servers("mariadb")
    server.reset()
    server.execute(*SHOP)
    one = leat(Source("trade", server.port, "shop"), partitions=10_000)
    one.config.write_text(one.config.read_text().replace("http: {", "http: { partition_metrics: true,"))
    one.start()
    server.execute("INSERT INTO shop.orders (t) VALUES ('a')")
    one.wait_for_row("orders", {"id": 1, "t": "a"})
    assert len([name for name in metrics(one) if name.startswith("leat_partition_end_offset{")]) == 10_000

    def processor_seconds():
        fields = open(f"/proc/{one.process.pid}/stat", encoding="ascii").read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    before, begun = processor_seconds(), time.monotonic()
    time.sleep(5)
    share = (processor_seconds() - before) / (time.monotonic() - begun)
    begun = time.monotonic()
    for _ in range(10):
        one.json("/api/status")
    each = (time.monotonic() - begun) / 10
    print(f"idle with 10,000 partitions: {share:.1%} of a processor; /api/status {each * 1000:.0f} ms")
    assert share < 0.1


def test_log_lines_are_json_objects_when_asked_for(leat):
    one = leat()
    one.config.write_text(one.config.read_text() + "log: { format: json, level: debug }\n")
    one.start()
    one.terminate()
    lines = one.log_text().splitlines()
    objects = [json.loads(line) for line in lines if not line.startswith("---")]
    assert len(objects) > 3
    for line in objects:
        assert {"time", "level", "label", "message"} <= line.keys() <= {
            "time", "level", "label", "message", "metadata", "error"
        }  # fmt: skip
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])


def test_a_log_format_that_there_is_not_is_refused(leat):
    one = leat()
    one.config.write_text(one.config.read_text() + "log: { format: xml }\n")
    result = one.command("run", "--config", one.config)
    assert result.returncode == 2 and "text, json" in result.stderr
