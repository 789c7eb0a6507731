"""Fixtures: servers once a session, a clean database and a `leat` per test, a time limit, the logs of a failure."""

import os
import random
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from dashboard.looking import WIDE
from harness.browser import Browser
from harness.leat import BINARY, Leat, Source
from harness.servers import DatabaseServer, ServerUnavailable
from harness.waiting import free_port
from members.group import Group

KINDS = ("mariadb", "mysql")
SECONDS_MAX = 240


def pytest_configure(config):
    config.addinivalue_line("markers", "seconds(limit): time limit of this test instead of the usual one")
    config.addinivalue_line("markers", "alone: watches the clock; runs when no other test does")
    config.addinivalue_line("markers", "long: only with LEAT_LONG=1 (make test-long)")


def pytest_collection_modifyitems(items):
    if os.environ.get("LEAT_LONG") != "1":
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="long form: make test-long"))


@pytest.fixture(autouse=True)
def time_limit(request):
    marker = request.node.get_closest_marker("seconds")
    seconds = marker.args[0] if marker else SECONDS_MAX

    def stop(*_):
        raise TimeoutError(f"the test ran longer than {seconds} s")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Under a failed test stands the end of the log of each `leat` that it ran."""
    report = yield
    if report.when == "call" and report.failed:
        for leat in getattr(item, "leats", ()):
            report.sections.append((f"log of {leat.directory.name}", leat.log_text()[-6000:]))
    return report


@pytest.fixture(scope="session")
def servers():
    """Starts a server of a kind at its first use; all are stopped at the end."""
    # Not pytest's own directory, which is closed to the user that mysqld runs as.
    home = Path(tempfile.mkdtemp(prefix="leat-servers-", dir="/tmp"))
    home.chmod(0o755)
    started, missing = {}, {}

    def server(kind):
        if kind in missing:
            pytest.skip(missing[kind])
        if kind not in started:
            candidate = DatabaseServer(kind, home / kind, free_port())
            try:
                candidate.start()
            except ServerUnavailable as reason:
                missing[kind] = str(reason)
                pytest.skip(missing[kind])
            started[kind] = candidate
        return started[kind]

    yield server
    for one in started.values():
        one.stop()
    shutil.rmtree(home)


@pytest.fixture(params=KINDS)
def server(request, servers):
    """A running server with no database and an empty binlog."""
    one = servers(request.param)
    one.reset()
    return one


@pytest.fixture
def leat(request, tmp_path):
    """Makes a `leat` for the given sources; what still runs at the end is killed."""
    if not BINARY.exists():
        pytest.fail(f"no binary at {BINARY}: swift build -c release --product leat")
    request.node.leats = []

    def make(*sources, **options):
        one = Leat(tmp_path / f"leat-{len(request.node.leats)}", list(sources), **options)
        request.node.leats.append(one)
        return one

    yield make
    for one in request.node.leats:
        if one.is_running:
            one.kill()


@pytest.fixture
def groups(tmp_path):
    """Makes consumer groups; what still runs of their members at the end is killed."""
    made = []

    def make(*arguments, **options):
        made.append(Group(*arguments, directory=tmp_path / "members", **options))
        return made[-1]

    yield make
    for group in made:
        group.end()


@pytest.fixture
def bridge(leat, server):
    """The usual `leat`: one source `trade` that reads the database `shop` of `server`, not started yet."""
    return leat(Source("trade", server.port, "shop"))


@pytest.fixture
def seed():
    """The seed of the random moments, printed with a failure; LEAT_SEED repeats a run."""
    value = int(os.environ.get("LEAT_SEED", random.SystemRandom().randrange(10**6)))
    print(f"LEAT_SEED={value}")
    return value


@pytest.fixture(scope="module")
def stock(servers, tmp_path_factory):
    """A running `leat` with messages of every kind, for the tests of a file that only read or add topics."""
    from harness.clients.stock import Stock, fill

    one = Stock(servers("mariadb"), tmp_path_factory.mktemp("stock") / "leat")
    one.leat.start()
    fill(one)
    yield one
    one.leat.kill()


@pytest.fixture
def opened(stock):
    """Makes clients of a kind on the stock; those that are left open at the end are closed."""
    clients = []

    def make(kind, **options):
        clients.append(kind(stock.bootstrap, **options))
        return clients[-1]

    yield make
    for client in clients:
        if client.is_open:
            client.close()


@pytest.fixture
def browsers():
    """Makes headless browsers with a window of the usual size; all are closed at the end."""
    opened = []

    def make(language="en-US"):
        opened.append(Browser(language))
        opened[-1].size(*WIDE)
        return opened[-1]

    yield make
    for browser in opened:
        browser.close()


@pytest.fixture
def pictures(tmp_path):
    """Where screenshots for people go: LEAT_SCREENSHOTS, or the directory of the test."""
    return Path(os.environ.get("LEAT_SCREENSHOTS", tmp_path))
