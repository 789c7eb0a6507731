"""The alarms of config/prometheus: quiet on calm days, and each fault's curve fires its alarm and no other."""

import re
import subprocess
from pathlib import Path

import pytest

from harness.curves import DAY, Curves, rules_test
from harness.leat import ROOT, Source
from harness.waiting import wait_until

RULES = ROOT / "config/prometheus/leat-alerts.yml"
MINUTE = 60
# Days in steps of five minutes; hours in steps of one.
DAYS, HOURS = (300, 16 * DAY // 300), (60, 10 * 60)


@pytest.fixture(scope="module")
def promtool():
    result = subprocess.run([ROOT / "Tests/Alerts/promtool.sh"], capture_output=True, text=True, check=False)
    if result.returncode == 77:
        pytest.skip(result.stderr.strip())
    assert result.returncode == 0, result.stderr
    return result.stdout.strip().splitlines()[-1]


@pytest.fixture
def check(promtool, tmp_path):
    def run(curves, *fired):
        file = tmp_path / "test.yml"
        file.write_text(rules_test(RULES, curves, fired))
        result = subprocess.run([promtool, "test", "rules", file], capture_output=True, text=True, check=False)
        assert result.returncode == 0, (result.stdout + result.stderr)[-2000:]

    return run


def test_the_rules_and_the_example_configuration_are_valid(promtool):
    for command in (["check", "rules", RULES], ["check", "config", RULES.with_name("prometheus.yml")]):
        result = subprocess.run([promtool, *command], capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr


def test_each_alarm_says_what_who_and_where_to_read_on():
    text = RULES.read_text()
    alarms = re.findall(r"- alert: (\w+)\n(.*?)(?=\n\n|\Z)", text, re.DOTALL)
    assert len(alarms) >= 10
    for name, body in alarms:
        for part in ("expr:", "severity:", "summary:", "description:", f"README.md#alarm-{name.lower()}"):
            assert part in body, f"{name} has no {part}"


def test_calm_days_fire_nothing(check):
    """Sixteen days with nights, weekends, a sale day with five times as much, restarts and scrapes that are missing."""
    restarts = [3 * DAY // 300 + 17, 8 * DAY // 300 + 140, 15 * DAY // 300 + 50]
    check(Curves(*DAYS, seed=1, restarts=restarts, gaps=[DAY // 300 * day + 33 for day in (2, 6, 11, 15)]))


def test_a_calm_morning_in_short_steps_fires_nothing(check):
    check(Curves(*HOURS, seed=3, restarts=[200], gaps=[100, 400]))


def hours(**options):
    return Curves(*HOURS, seed=4, **options)


BEGIN = 300


def test_leat_down(check):
    curves = hours()
    for (name, _), values in curves.series.items():
        values[BEGIN:] = [0 if name == "up" else "_"] * (curves.count - BEGIN)
    check(curves, "LeatDown")


def test_source_down(check):
    curves = hours()
    curves.set("leat_source_up", BEGIN, curves.count, 0)
    curves.set("leat_source_lag_seconds", BEGIN, curves.count, lambda scrapes: scrapes * 60)
    curves.grow("leat_source_rows_total", BEGIN, 0)
    check(curves, "LeatSourceDown")


def test_source_lag(check):
    curves = hours()
    curves.set("leat_source_lag_seconds", BEGIN, curves.count, lambda scrapes: scrapes * 20)
    check(curves, "LeatSourceLag")


def test_binlog_runway(check):
    curves = hours()
    curves.set("leat_binlog_runway_seconds", BEGIN, curves.count, lambda scrapes: max(0, 8 * 3600 - scrapes * 60))
    check(curves, "LeatBinlogRunwayShort")


def test_group_lag(check):
    curves = hours()
    curves.set("leat_consumergroup_lag", BEGIN, curves.count, lambda scrapes: int(scrapes * 60 * 300))
    check(curves, "LeatGroupLag")


def test_disk_full(check):
    curves = hours()
    curves.set("leat_queue_disk_free_bytes", BEGIN, curves.count, 0)
    curves.set("leat_log_disk_full", BEGIN, curves.count, 1)
    check(curves, "LeatDiskFull")


def test_disk_runway(check):
    curves = hours()
    curves.set("leat_queue_disk_free_bytes", 0, curves.count, lambda scrapes: int(200e9 - scrapes * 60 * 4e6))
    check(curves, "LeatDiskRunwayShort")


def test_fsync_delay(check):
    curves = hours()
    curves.grow("leat_queue_syncs_total", BEGIN, 4)
    curves.grow("leat_queue_sync_seconds_total", BEGIN, 0.9)
    check(curves, "LeatFsyncSlow")


def test_queue_stopped(check):
    curves = hours()
    curves.set("leat_queue_writable", BEGIN, curves.count, 0)
    check(curves, "LeatQueueStopped")


@pytest.mark.parametrize("name", ["leat_source_checksum_failures_total", "leat_log_damaged_frames"])
def test_checksum_failure(check, name):
    curves = hours()
    curves.set(name, BEGIN, curves.count, 1)
    check(curves, "LeatChecksumFailure")


def test_view_stopped(check):
    curves = hours()
    curves.set("leat_view_up", BEGIN, curves.count, 0)
    check(curves, "LeatViewStopped")


def test_throughput_below_the_usual_of_this_minute(check):
    """From ten in the morning of the sixteenth day only a fifth of what would come on a Tuesday; half of it would be as quiet as a Sunday."""
    curves = Curves(*DAYS, seed=5)
    begin = 15 * DAY // 300 + 10 * 12
    values = next(values for (name, _), values in curves.series.items() if name == "leat_source_rows_total")
    for index in range(begin, curves.count):
        values[index] = round(values[index - 1] + curves.rate[index - 1] * 300 * 0.2, 3)
    check(curves, "LeatThroughputLow")


def test_a_source_that_is_late_does_not_also_count_as_quiet(check):
    """Rows that do not come because the source is late have an alarm already."""
    curves = Curves(*DAYS, seed=6)
    begin = 15 * DAY // 300 + 10 * 12
    curves.grow("leat_source_rows_total", begin, 0)
    curves.set("leat_source_lag_seconds", begin, curves.count, lambda scrapes: 120 + scrapes * 300)
    check(curves, "LeatSourceLag")


def test_the_metrics_are_clean_and_have_all_that_the_rules_name(promtool, leat, servers):
    server = servers("mariadb")
    server.reset()
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY)")
    one = leat(Source("trade", server.port, "shop"))
    one.start()
    server.execute("INSERT INTO shop.orders VALUES (1)")
    one.wait_for_row("orders", {"id": 1})
    # The first look of the control connection has been taken.
    wait_until("runway or its absence is known", lambda: "runway_text" in one.source())
    with one.get("/metrics") as response:
        text = response.read().decode()
    result = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    assert result.returncode == 0 and not result.stderr.strip(), result.stderr
    names = set(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE))
    wanted = set(re.findall(r"\bleat_\w+", "\n".join(expressions(RULES))))
    assert len(wanted) > 10
    assert wanted <= names, wanted - names
    board = (ROOT / "config/grafana/leat.json").read_text()
    shown = {re.sub(r"_(bucket|sum|count)$", "", name) for name in re.findall(r"\bleat_\w+", board)}
    assert shown - names <= {"leat_alerts"}, shown - names


def expressions(path: Path):
    """The expressions of a rules file, without the rest."""
    for block in re.split(r"\n      - (?:alert|record): ", path.read_text())[1:]:
        yield re.search(r"expr: (.*?)(?=\n        (?:for|labels|annotations):|\Z)", block, re.DOTALL).group(1)
