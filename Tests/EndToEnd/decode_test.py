"""`leat decode`: what it prints of binlog files is what the server's own tool counts, up to the first damage."""

import json
import os
import re
import shutil
import subprocess

import pytest

from harness.leat import BINARY

TRANSACTIONS = 40


def decode(*arguments):
    return subprocess.run(
        [BINARY, "decode", *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def binlog(server, tmp_path):
    """A copy of a binlog file of the server with a few hundred row changes, and the number of those."""
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY, note VARCHAR(200))")
    rows = 0
    with server.connect(autocommit=False) as connection, connection.cursor() as cursor:
        for number in range(TRANSACTIONS):
            first = number * 10
            values = ",".join(f"({first + row}, REPEAT('n{number}', {row + 1}))" for row in range(10))
            rows += cursor.execute(f"INSERT INTO shop.orders VALUES {values}")
            rows += cursor.execute(f"UPDATE shop.orders SET note = 'changed' WHERE id < {first + 3} AND id >= {first}")
            rows += cursor.execute(f"DELETE FROM shop.orders WHERE id = {first + 9}")
            connection.commit()
    file, _ = server.binlog_end()
    server.execute("FLUSH BINARY LOGS")
    (source,) = server.directory.rglob(file)
    copy = tmp_path / file
    shutil.copy(source, copy)
    os.chmod(copy, 0o644)
    return copy, rows


def test_every_change_is_printed_in_the_order_of_the_binlog(binlog):
    copy, rows = binlog
    result = decode(copy)
    assert (result.returncode, result.stderr) == (0, "")
    changes = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(changes) == rows
    places = [(change["source"]["pos"], change["source"]["row"]) for change in changes]
    assert places == sorted(places)
    assert {change["source"]["file"] for change in changes} == {copy.name}


def test_one_table_alone(binlog):
    copy, rows = binlog
    assert len(decode("--table", "shop.ord*", copy).stdout.splitlines()) == rows
    assert decode("--table", "shop.nothing", copy).stdout == ""


def test_a_damaged_event_is_named_and_everything_before_it_printed(binlog, tmp_path):
    copy, rows = binlog
    whole = decode(copy).stdout.splitlines()
    damaged = tmp_path / "damaged"
    data = bytearray(copy.read_bytes())
    middle = len(data) // 2
    data[middle] ^= 0x10
    damaged.write_bytes(data)
    result = decode(damaged)
    assert result.returncode == 1
    place = int(re.search(r"position (\d+)", result.stderr)[1])
    assert str(damaged) in result.stderr and middle - 4096 < place <= middle and "remedy: " in result.stderr
    printed = result.stdout.splitlines()
    assert 0 < len(printed) < rows
    strip = re.compile(r'"file":"[^"]*"|"ts_[mun]s":\d+')
    assert [strip.sub("", line) for line in printed] == [strip.sub("", line) for line in whole[: len(printed)]]
    # Nothing before the damage is missing.
    assert json.loads(whole[len(printed)])["source"]["pos"] >= place


def test_a_cut_file_is_an_error_and_one_in_use_is_not(binlog, server, tmp_path):
    copy, rows = binlog
    cut = tmp_path / "cut"
    cut.write_bytes(copy.read_bytes()[:-100])
    result = decode(cut)
    assert result.returncode == 1 and "in the middle of an event" in result.stderr
    assert len(result.stdout.splitlines()) > rows - 20

    file, _ = server.binlog_end()
    server.execute("INSERT INTO shop.orders VALUES (100000, 'last')")
    (source,) = server.directory.rglob(file)
    in_use = tmp_path / "in-use"
    in_use.write_bytes(source.read_bytes()[:-20])
    result = decode(in_use)
    assert result.returncode == 0, result.stderr
    assert "has no end yet" in result.stderr
    assert json.loads(result.stdout.splitlines()[-1])["after"]["id"] == 100000


def test_what_is_no_binlog_is_said_so(tmp_path):
    text = tmp_path / "text"
    text.write_text("no binlog at all")
    for path, cause in ((text, "does not begin like a binlog"), (tmp_path / "missing", "No such file")):
        result = decode(path)
        assert result.returncode == 1
        assert cause in result.stderr and "remedy: " in result.stderr
