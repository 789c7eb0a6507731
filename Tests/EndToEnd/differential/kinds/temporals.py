"""DATE, TIME, DATETIME and TIMESTAMP, with what only a permissive sql_mode takes."""

import datetime
import re

from differential.kinds.kind import UNREPRESENTABLE, Kind, expect

DAY = 86_400_000_000
UNIX = datetime.date(1970, 1, 1).toordinal()


def days_of(text):
    """Days since 1970 of `YYYY-MM-DD`, none for what no calendar has. Year 0 is a leap year before year 1."""
    year, month, day = map(int, text.split("-"))
    try:
        # The calendar repeats every 400 years.
        shift, year = (146_097, year + 400) if year == 0 else (0, year)
        return datetime.date(year, month, day).toordinal() - UNIX - shift
    except ValueError:
        return None


def microseconds_of(text):
    """Microseconds of `HHH:MM:SS.ffffff` with a sign."""
    sign, hours, minutes, seconds, fraction = re.fullmatch(r"(-?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?", text).groups()
    total = (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1_000_000 + int((fraction or "").ljust(6, "0"))
    return -total if sign else total


def random_date(rng):
    if rng.random() < 0.15:
        return rng.choice(["0000-00-00", "2024-00-00", "2024-05-00", "2023-02-31", "0000-05-17", "2000-00-11"])
    if rng.random() < 0.2:
        return rng.choice(["1000-01-01", "9999-12-31", "1969-12-31", "1970-01-01", "2024-02-29", "0001-01-01"])
    return f"{rng.randint(1, 9999):04}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def random_fraction(rng, digits):
    if not digits:
        return ""
    return "." + rng.choice(["0" * digits, "9" * digits, f"{rng.randrange(10**digits):0{digits}}"])


class Date(Kind):
    epoch = "0"

    def __init__(self):
        super().__init__("DATE")

    def literal(self, rng):
        return f"'{random_date(rng)}'"

    def server(self, value):
        if value is None:
            return None
        days = days_of(value)
        return UNREPRESENTABLE if days is None else str(days)

    def record(self, value):
        return str(expect(value, int))


class Time(Kind):
    def __init__(self, digits):
        super().__init__(f"TIME({digits})" if digits else "TIME")
        self.digits = digits

    def literal(self, rng):
        if rng.random() < 0.3:
            return rng.choice(["'00:00:00'", "'-838:59:59'", "'838:59:59'", "'-00:00:00.000001'", "'-00:00:01'"])
        hours = rng.choice([rng.randrange(24), rng.randrange(839)])
        clock = f"{hours:02}:{rng.randrange(60):02}:{rng.randrange(60):02}{random_fraction(rng, self.digits)}"
        return f"'{rng.choice(['', '-'])}{clock}'"

    def server(self, value):
        return None if value is None else str(microseconds_of(value))

    def record(self, value):
        return str(expect(value, int))


class DateTime(Kind):
    epoch = "0"

    def __init__(self, digits):
        super().__init__(f"DATETIME({digits})" if digits else "DATETIME")
        self.digits = digits

    def literal(self, rng):
        clock = f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
        return f"'{random_date(rng)} {rng.choice([clock, '00:00:00', '23:59:59'])}{random_fraction(rng, self.digits)}'"

    def server(self, value):
        if value is None:
            return None
        date, _, clock = value.partition(" ")
        days = days_of(date)
        if days is None:
            return UNREPRESENTABLE
        microseconds = days * DAY + microseconds_of(clock)
        return str(microseconds if self.digits > 3 else microseconds // 1000)

    def record(self, value):
        return str(expect(value, int))


class Timestamp(Kind):
    """Read in a session of time zone +00:00."""

    epoch = "1970-01-01T00:00:00Z"

    def __init__(self, digits, last="2038-01-19 03:14:07"):
        super().__init__(f"TIMESTAMP({digits})" if digits else "TIMESTAMP")
        self.digits, self.last = digits, last

    def literal(self, rng):
        edges = ["'1970-01-01 00:00:01'", f"'{self.last}'", "'0000-00-00 00:00:00'", "'2024-02-29 23:59:59'"]
        if rng.random() < 0.3:
            return rng.choice(edges)
        moment = datetime.datetime(1970, 1, 2) + datetime.timedelta(seconds=rng.randrange(2**31 - 200_000))
        return f"'{moment}{random_fraction(rng, self.digits)}'"

    def server(self, value):
        if value is None:
            return None
        if value.startswith("0000-00-00"):
            return UNREPRESENTABLE
        return value.replace(" ", "T") + "Z"

    def record(self, value):
        return expect(value, str)
