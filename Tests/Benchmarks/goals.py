"""A table of figures beside their references and goals, printed line by line, and what missed at the end."""

import os


class Goals:
    def __init__(self):
        self.missed = []
        self.count = 0

    def head(self):
        print("| figure | measured | beside | ratio or value | goal | load |")
        print("|---|---|---|---|---|---|")

    def report(self, name, measured, reference, value):
        self._line(name, measured, reference, value, "")

    def at_least(self, name, measured, reference, value, goal, unit=""):
        value_text, goal_text = f"{value:.2f} {unit}".strip(), f"≥ {goal} {unit}".strip()
        self._judge(name, measured, reference, value_text, goal_text, value >= goal)

    def at_most(self, name, measured, reference, value, goal, form):
        self._judge(name, measured, reference, form(value), f"≤ {form(goal)}", value <= goal)

    def _judge(self, name, measured, reference, value, goal, is_met):
        self.count += 1
        if not is_met:
            self.missed.append(f"{name}: {value}, goal {goal}")
        self._line(name, measured, reference, value, goal if is_met else f"{goal} **missed**")

    def _line(self, *cells):
        print("| " + " | ".join([*cells, f"{os.getloadavg()[0]:.1f}"]) + " |", flush=True)

    def sum_up(self):
        print(f"\n{self.count - len(self.missed)} of {self.count} goals met")
        for line in self.missed:
            print(f"missed: {line}")


def thousands(value):
    return f"{value:,.0f}"


def megabytes(value):
    return f"{value / 1e6:,.0f} MB/s" if value >= 1e7 else f"{value / 1e6:,.1f} MB/s"


def milliseconds(value):
    return f"{value * 1000:.2f} ms"
