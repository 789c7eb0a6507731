"""Random valid requests of every API in every version, from several processes at once, against what must be answered."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harness.clients.stock import orders

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
