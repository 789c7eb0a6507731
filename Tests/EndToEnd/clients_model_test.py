"""Random valid requests of every API in every version, from several processes at once, against what must be answered."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harness.clients.stock import orders
from harness.model.__main__ import Model
from harness.model.wire import WrongAnswer

LONG = os.environ.get("LEAT_LONG") == "1"
PROCESSES = 2
REQUESTS = int(os.environ.get("LEAT_REQUESTS", 1_000_000 if LONG else 6_000)) // PROCESSES
TOPICS = ("four-orders", "one-large", "one-odd", "thousand-wide")


@pytest.fixture
def growing(stock):
    """A topic that rows come into for as long as the test runs."""
    topic, stop = "one-growing", threading.Event()
    stock.send(topic, orders(0, 20), together=3)
    stock.wait(topic)

    def grow():
        number = 20
        while not stop.wait(0.02 if number < 5_000 else 0.5):
            stock.send(topic, orders(number, 3), together=2)
            number += 3

    thread = threading.Thread(target=grow)
    thread.start()
    yield topic
    stop.set()
    thread.join()


@pytest.mark.seconds(3 * 3600 if LONG else 120)
def test_random_requests_are_all_answered_and_answered_right(stock, growing, seed):
    pid = stock.leat.process.pid
    command = [sys.executable, "-W", "ignore", "-m", "harness.model", stock.bootstrap, str(seed)]
    models = [
        subprocess.Popen(
            [*command, f"model{number}", str(REQUESTS), growing, *TOPICS],
            cwd=Path(__file__).parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for model in models:
        out, complaint = model.communicate()
        print(out)
        assert model.returncode == 0, complaint
    assert stock.leat.is_running and stock.leat.process.pid == pid


def first(answer):
    """The first partition of an answer to Fetch, ListOffsets or OffsetFetch."""
    groups = getattr(answer, "groups", None) or [answer]
    topics = next((topics for one in groups if (topics := getattr(one, "responses", None) or one.topics)), [])
    return topics[0].partitions[0] if topics else None


def with_records(answer):
    return next((one for topic in answer.responses for one in topic.partitions if one.records), None)


def missing_partition(answer):
    if answer.responses:
        answer.responses[0].partitions.pop()


def less_high(answer):
    if (one := first(answer)) and one.error_code == 0:
        one.high_watermark -= 1


def half_a_batch(answer):
    if one := with_records(answer):
        one.records = one.records[:-1]


def later_batch(answer):
    if (one := with_records(answer)) and len(one.records) > 400:
        one.records = one.records[12 + int.from_bytes(one.records[8:12], "big") :]


def no_records(answer):
    for topic in answer.responses:
        for one in topic.partitions:
            one.records = b""


def next_offset(answer):
    if (one := first(answer)) and one.error_code == 0:
        one.offset += 1


def earlier_commit(answer):
    if (one := first(answer)) and one.committed_offset > 0:
        one.committed_offset -= 1


@pytest.mark.parametrize(
    ("step", "damage"),
    [
        ("fetch", missing_partition),
        ("fetch", less_high),
        ("fetch", half_a_batch),
        ("fetch", later_batch),
        ("fetch", no_records),
        ("list_offsets", next_offset),
        ("committed", earlier_commit),
    ],
)
def test_the_model_sees_wrong_answers(stock, seed, step, damage):
    model = Model(stock.bootstrap, seed, f"wrong-{damage.__name__}", "-", ["four-orders", "one-odd"])
    for _ in range(20):
        model.groups.commit()
    right = model.wire.ask

    def ask(request, version):
        answer = right(request, version)
        damage(answer)
        return answer

    model.wire.ask = ask
    with pytest.raises(WrongAnswer):
        for _ in range(200):
            getattr(model.reads, step, getattr(model.groups, step, None))()
