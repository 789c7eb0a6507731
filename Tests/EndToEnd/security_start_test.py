"""What `leat run` refuses to start with, and `leat user add`."""

import os
import pty
import re
import subprocess

import pytest

from harness.certificates import Authority
from harness.leat import BINARY
from harness.secured import PASSWORDS, user_entry
from harness.waiting import free_port


@pytest.fixture
def run(tmp_path):
    """Starts a `leat` that must refuse: exit code and what it says."""

    def start(kafka="", http="", users=""):
        config = tmp_path / "leat.yaml"
        config.write_text(
            f"sources: []\nqueue: {{ directory: {tmp_path / 'data'} }}\n"
            f"kafka: {{ listeners: [{{ listen: 127.0.0.1:{free_port()}{kafka} }}] }}\n"
            f"http: {{ listen: 127.0.0.1:{free_port()}{http} }}\nusers:{users or ' []'}\n"
        )
        result = subprocess.run(
            [BINARY, "run", "--config", config], capture_output=True, text=True, timeout=30, check=False
        )
        return result.returncode, result.stderr

    return start


@pytest.mark.parametrize("listener", ["kafka", "http"])
def test_certificates_that_cannot_be_used_are_named_with_a_remedy(run, tmp_path, listener):
    authority = Authority(tmp_path / "authority")
    good, other = authority.sign("good"), authority.sign("other")
    expired = authority.sign("expired", days=-1)
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing\n")
    for certificate, key, said in (
        (*expired, "expired.pem expired 1 days ago"),
        (good[0], other[1], "do not belong together"),
        (tmp_path / "nowhere.pem", good[1], "nowhere.pem cannot be used: No such file"),
        (good[0], tmp_path / "nowhere.key", "nowhere.key cannot be used: No such file"),
        (empty, good[1], "empty.pem cannot be used"),
        (good[0], empty, "empty.pem cannot be used"),
    ):
        code, text = run(**{listener: f", tls: {{ cert: {certificate}, key: {key} }}"})
        assert code == 1 and said in text and "remedy: " in text, text


@pytest.mark.parametrize(
    "listener,said",
    [
        ("listen: 0.0.0.0:1", "with no password and in plain text"),
        ("listen: 0.0.0.0:1, tls: { cert: a, key: b }", "with no password"),
        ("listen: 0.0.0.0:1, sasl: [scram-sha-512]", "could be read on the way"),
        ("listen: 0.0.0.0:1, insecure: true, sasl: [plain]", "passwords would cross the network"),
    ],
)
def test_off_loopback_it_starts_with_tls_and_users_only(tmp_path, listener, said):
    config = tmp_path / "leat.yaml"
    users = user_entry("admin")
    config.write_text(
        f"sources: []\nusers:\n{users}kafka:\n  listeners:\n    - {{ advertise: localhost:1, {listener} }}\n"
    )
    result = subprocess.run(
        [BINARY, "run", "--config", config], capture_output=True, text=True, timeout=30, check=False
    )
    assert result.returncode == 2 and said in result.stderr and "leat.yaml:" in result.stderr, result.stderr


def test_user_add_asks_for_the_password_twice_without_showing_it():
    for answers, is_taken in ((("s3cret word", "s3cret word"), True), (("s3cret word", "other"), False)):
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(BINARY, ["leat", "user", "add", "dash", "--read", "trade.*"])
        shown = b""
        for answer in answers:
            while not shown.rstrip(b"\r\n").endswith(b": "):
                shown += os.read(terminal, 1000)
            os.write(terminal, answer.encode() + b"\n")
            shown += b"|"
        while True:
            try:
                part = os.read(terminal, 1000)
            except OSError:
                break
            if not part:
                break
            shown += part
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        text = shown.decode()
        assert "s3cret" not in text
        assert (code == 0) == is_taken, text
        if is_taken:
            assert re.search(r"- SCRAM-SHA-512\$8192:\S+\$\S+:\S+", text) and 'read: ["trade.*"]' in text


@pytest.mark.parametrize("password", ["", "pässword", "a\tb", "x" * 200])
def test_passwords_that_clients_write_differently_are_refused(password):
    result = subprocess.run(
        [BINARY, "user", "add", "dash"], input=f"{password}\n", capture_output=True, text=True, timeout=20, check=False
    )
    assert result.returncode == 2 and "remedy: " in result.stderr and not result.stdout


def test_two_entries_of_one_password_have_nothing_in_common():
    entries = [user_entry("reader") for _ in range(2)]
    salts = [re.findall(r"8192:(\S+?)\$", entry) for entry in entries]
    assert len(set(salts[0] + salts[1])) == 4
    assert all(PASSWORDS["reader"] not in entry for entry in entries)
