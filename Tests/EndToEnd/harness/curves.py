"""Curves of Leat's metrics over days, calm and with faults, as `promtool test rules` reads them."""

import math
import random

DAY = 86_400
JOB = {"job": "leat", "instance": "i"}
SOURCE, TOPIC = {**JOB, "source": "trade"}, {**JOB, "topic": "trade.shop.orders"}
GROUP = {**TOPIC, "group": "screens"}
EXPIRE = 10 * DAY


class Day:
    """What an hour of the shop is like; `step` seconds between two scrapes, beginning on a Monday."""

    def __init__(self, step, count, seed):
        self.step, self.count, self.random = step, count, random.Random(seed)

    def rows(self, index):
        """Rows a second: little at night, less at weekends, and a sale day with five times as much."""
        time = index * self.step
        wave = 100 + 900 * (0.5 - 0.5 * math.cos(2 * math.pi * (time % DAY) / DAY))
        if time // DAY % 7 >= 5:
            wave *= 0.55
        if time // DAY == 9:
            wave *= 5
        return wave * self.random.uniform(0.93, 1.07)


class Curves:
    """The series of one `leat` that is well. A fault changes them."""

    def __init__(self, step, count, seed, restarts=(), gaps=()):
        """`restarts`: where the process begins anew; `gaps`: where three scrapes are missing."""
        self.step, self.count = step, count
        day = Day(step, count, seed)
        self.rate = [day.rows(index) for index in range(count)]
        noise = day.random
        self.series = {
            ("up", ()): [1] * count,
            self.key("leat_source_up", SOURCE): [1] * count,
            self.key("leat_source_lag_seconds", SOURCE): [round(noise.expovariate(1 / 0.02), 4) for _ in range(count)],
            self.key("leat_binlog_runway_seconds", SOURCE): [EXPIRE - noise.randrange(60) for _ in range(count)],
            self.key("leat_source_checksum_failures_total", SOURCE): [0] * count,
            self.key("leat_consumergroup_members", {**JOB, "group": "screens"}): [4] * count,
            # A consumer that is well is behind for a moment again and again, and for longer after a deployment.
            self.key("leat_consumergroup_lag", GROUP): [
                int(rate * noise.expovariate(1 / 2)) for rate in self.rate
            ],
            self.key("leat_log_disk_full", JOB): [0] * count,
            self.key("leat_queue_writable", JOB): [1] * count,
            self.key("leat_log_damaged_frames", JOB): [0] * count,
            self.key("leat_view_up", {**JOB, "view": "gmv"}): [1] * count,
            self.key("leat_queue_disk_free_bytes", JOB): self.disk(),
        }
        self.series[("up", ())] = [1] * count
        self.counter("leat_source_rows_total", SOURCE, self.rate, restarts)
        self.counter("leat_topic_appended_records_total", TOPIC, self.rate, ())
        self.counter("leat_queue_syncs_total", JOB, [min(200, rate) for rate in self.rate], restarts)
        spent = [min(200, rate) * noise.uniform(0.001, 0.003) for rate in self.rate]
        self.counter("leat_queue_sync_seconds_total", JOB, spent, restarts)
        for at in restarts:
            self.set("leat_source_up", at, at + 1, 0)
            # What came in the meantime is caught up with.
            self.set("leat_source_lag_seconds", at, at + 2, 40)
        for at in gaps:
            for values in self.series.values():
                values[at : at + 3] = ["_"] * 3

    @staticmethod
    def key(name, labels):
        return name, tuple(sorted(labels.items()))

    def disk(self):
        """Retention deletes a file each quarter of an hour; what is kept follows the last week's work."""
        free, values = 200e9, []
        week, kept = 7 * DAY // self.step, 0.0
        for index in range(self.count):
            kept += self.rate[index] * self.step * 100
            if index >= week:
                kept -= self.rate[index - week] * self.step * 100
            values.append(int(free - (kept // 256e6) * 256e6))
        return values

    def counter(self, name, labels, rates, restarts):
        total, values = 0.0, []
        for index, rate in enumerate(rates):
            if index in restarts:
                total = 0.0
            values.append(round(total, 3))
            total += rate * self.step
        self.series[self.key(name, labels)] = values

    def _find(self, name):
        return next(values for (one, _), values in self.series.items() if one == name)

    def set(self, name, begin, end, value):
        """`value` from one scrape to another: a figure, or a function of scrapes since the begin."""
        values = self._find(name)
        for index in range(begin, min(end, self.count)):
            values[index] = value(index - begin) if callable(value) else value

    def grow(self, name, begin, per_second):
        """A counter goes on from there at another rate."""
        values = self._find(name)
        for index in range(begin, self.count):
            values[index] = round(values[index - 1] + per_second * self.step, 3)

    def lines(self):
        """As `input_series`: series that never change are written short."""
        for (name, labels), values in self.series.items():
            labels = dict(labels) or JOB
            text = ",".join(f'{key}="{value}"' for key, value in labels.items())
            shown = f"{values[0]}x{len(values) - 1}" if len(set(values)) == 1 else " ".join(map(str, values))
            yield f"      - series: '{name}{{{text}}}'\n        values: '{shown}'\n"


def rules_test(rules, curves, fired):
    """A file for `promtool test rules`: of all alarms, exactly those in `fired` have fired at any time."""
    step, end = curves.step, curves.step * (curves.count - 1)
    # Over days every second scrape is often enough, and takes half the time.
    every = 2 * step if end > 2 * DAY else step
    samples = "".join(f"          - labels: '{{alertname=\"{name}\"}}'\n            value: 1\n" for name in sorted(fired))
    expression = f'max by (alertname) (max_over_time(ALERTS{{alertstate="firing"}}[{end}s]))'
    return (
        # Left to itself promtool takes the groups in an order of chance, and alarms read what the other group records.
        f"rule_files: ['{rules}']\nevaluation_interval: {every}s\ngroup_eval_order: [leat-throughput, leat]\n"
        + f"tests:\n  - interval: {step}s\n    input_series:\n"
        + "".join(curves.lines())
        + f"    promql_expr_test:\n      - expr: '{expression}'\n        eval_time: {end}s\n"
        + (f"        exp_samples:\n{samples}" if samples else "        exp_samples: []\n")
    )
