"""TLS, logins and rights over HTTP."""

import base64
import json
import subprocess
import time
import urllib.error
import urllib.request

import pytest
from confluent_kafka import Producer

from harness.secured import PASSWORDS, Secured


@pytest.fixture(scope="module")
def secured(tmp_path_factory):
    one = Secured(tmp_path_factory.mktemp("secured"), with_views=True)
    one.start()
    producer = Producer({"bootstrap.servers": one.bootstrap})
    for topic in ("open", "closed"):
        producer.produce(topic, "a value")
    assert producer.flush(20) == 0
    yield one
    one.terminate()


def curl(secured, path, *arguments):
    """Status and body."""
    command = ["curl", "-s", "--cacert", secured.authority.certificate, "-w", "\n%{http_code}", *arguments]
    answer = subprocess.run(
        [*command, f"https://{secured.http}{path}"], capture_output=True, text=True, timeout=30, check=False
    )
    body, _, status = answer.stdout.rpartition("\n")
    return int(status), body


def as_user(name):
    return "-u", f"{name}:{PASSWORDS[name]}"


def test_health_is_open_and_everything_else_is_not(secured):
    for path in ("/healthz", "/readyz"):
        assert curl(secured, path)[0] == 200
    for path in ("/", "/metrics", "/api/status", "/api/topics", "/api/topics/open/records", "/nowhere"):
        status, body = curl(secured, path, "-i")
        assert status == 401 and 'Basic realm="leat"' in body, path


@pytest.mark.parametrize("pair", ["admin:wrong", "nobody:pw-admin", "admin:", ":x"])
def test_wrong_pairs_are_refused_after_a_while(secured, pair):
    begin = time.monotonic()
    assert curl(secured, "/api/topics", "-u", pair)[0] == 401
    if not pair.startswith(":"):
        assert time.monotonic() - begin > 0.4


def test_a_right_pair_is_checked_once(secured):
    assert curl(secured, "/api/topics", *as_user("reader"))[0] == 200
    header = "Basic " + base64.b64encode(f"reader:{PASSWORDS['reader']}".encode()).decode()
    begin = time.monotonic()
    for _ in range(20):
        secured.get("/api/topics", {"Authorization": header}).read()
    assert time.monotonic() - begin < 10


def test_users_see_their_topics(secured):
    names = {user: curl(secured, "/api/topics", *as_user(user))[1] for user in PASSWORDS}
    assert {topic["name"] for topic in json.loads(names["admin"])} == {"open", "closed"}
    assert {topic["name"] for topic in json.loads(names["reader"])} == {"open"}
    assert "closed" not in curl(secured, "/metrics", *as_user("reader"))[1]
    assert curl(secured, "/api/topics/open/records", *as_user("reader"))[0] == 200
    assert curl(secured, "/api/topics/closed/records", *as_user("reader"))[0] == 403
    assert curl(secured, "/api/topics/closed/stream", *as_user("reader"))[0] == 403


def test_users_see_views_of_their_topics_alone(secured):
    def names(user, path):
        return {view["name"] for view in json.loads(curl(secured, path, *as_user(user))[1])}

    assert names("admin", "/api/views") == {"seen", "hidden", "mixed"}
    assert names("reader", "/api/views") == {"seen"}
    for path in ("/api/status", "/metrics"):
        said = {user: curl(secured, path, *as_user(user))[1] for user in PASSWORDS}
        assert "mixed" in said["admin"] and "seen" in said["reader"], path
        assert "mixed" not in said["reader"] and "hidden" not in said["reader"], path
    event = curl(secured, "/api/status/stream", "--max-time", "2", *as_user("reader"))[1]
    assert "seen" in event and "mixed" not in event and "hidden" not in event
    for path in ("", "/stream"):
        assert curl(secured, f"/api/views/hidden{path}", *as_user("reader"))[0] == 404
        assert curl(secured, f"/api/views/mixed{path}", *as_user("reader"))[0] == 404
    # Its source does not answer: it is there, and not made yet.
    assert curl(secured, "/api/views/seen", *as_user("reader"))[0] == 503
    assert curl(secured, "/api/views/mixed", *as_user("admin"))[0] == 503


def test_what_concerns_everything_takes_every_right(secured):
    assert curl(secured, "/api/position/export", *as_user("reader"))[0] == 403
    assert curl(secured, "/api/position/export", *as_user("admin"))[0] == 200
    assert curl(secured, "/api/sources/x/resume", "-X", "POST", *as_user("reader"))[0] == 403
    assert curl(secured, "/api/sources/x/resume", "-X", "POST", *as_user("admin"))[0] == 404


def test_foreign_hosts_stay_refused(secured):
    assert curl(secured, "/api/topics", "-H", "Host: evil.example", *as_user("admin"))[0] == 403


def test_plain_text_gets_no_answer(secured):
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        urllib.request.urlopen(f"http://{secured.http}/healthz", timeout=5)


def test_own_commands_log_in(secured):
    place = ("--http", secured.http)
    # The code is that of a source which does not answer.
    listed = secured.command_as("reader", "sources", "list", *place)
    assert listed.returncode == 1 and "trade" in listed.stdout
    assert secured.command_as("admin", "position", "export", *place).returncode == 0
    refused = secured.command_as("reader", "position", "export", *place)
    assert refused.returncode == 1 and "may not do that" in refused.stderr
    wrong = secured.command_as("admin", "sources", "list", *place, password="wrong")
    assert wrong.returncode == 1 and "does not let 'admin' in" in wrong.stderr
    # The process's own configuration tells where it is, and which certificate it shows.
    near = secured.command("sources", "list", "--config", secured.config)
    assert near.returncode == 1 and "asks for a login" in near.stderr
    doctor = secured.command("doctor", "--config", secured.config, "--json")
    ports = [finding for finding in json.loads(doctor.stdout) if "is running" in finding["what"]]
    assert len(ports) == 4, doctor.stdout
