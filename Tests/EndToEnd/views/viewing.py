"""Views under test: their queries, the pipeline that has them, and their results beside the server's."""

import json
import unicodedata
import urllib.error
from dataclasses import dataclass
from pathlib import Path

from pymysql import converters

from harness.waiting import wait_until

HERE = Path(__file__).parent


@dataclass
class Query:
    name: str
    text: str
    # The same in the server's words.
    server: str

    def is_for(self, server):
        """MySQL adds up quotients with more digits than it shows; views round each as MariaDB does."""
        return server.kind == "mariadb" or " / " not in self.text

    @property
    def is_ordered(self):
        return "ORDER BY" in self.text


def queries(file=HERE / "queries.sql"):
    """The queries of a file: a blank line between them, `-- server` between a view's text and the server's."""
    found = []
    for block in file.read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("--") or line == "-- server"]
        text = "\n".join(lines).strip()
        if text:
            view, _, server = text.partition("\n-- server\n")
            found.append(Query(f"q{len(found) + 1:02}", view.strip(), (server or view).strip()))
    return found


def statements(file=HERE / "tables.sql"):
    """The statements that make the tables."""
    text = "\n".join(line for line in file.read_text().splitlines() if not line.startswith("--"))
    return [statement.strip() for statement in text.split(";") if statement.strip()]


def pipeline(views, tables="shop.*", partitions=4, extra=""):
    """A pipeline file with these views; `views` maps names to texts, or to lines of a section."""
    lines = ["name: trade", "capture:", f'  - tables: ["{tables}"]', f"    partitions: {partitions}", extra, "views:"]
    for name, text in views.items():
        if isinstance(text, dict):
            lines += [f"  {name}:", *(f"    {key}: {json.dumps(value)}" for key, value in text.items())]
        else:
            lines += [f"  {name}: |", *(f"    {line}" for line in text.splitlines())]
    return "\n".join(line for line in lines if line) + "\n"


def status(leat, name):
    return next(view for view in leat.json("/api/views") if view["name"] == name)


def result(leat, name):
    """The view's rows, each value as the server would print it; None while it gives none."""
    try:
        with leat.get(f"/api/views/{name}") as response:
            return rows_of(response.read())
    except urllib.error.HTTPError as error:
        if error.code in (409, 503):
            return None
        raise


def rows_of(text):
    return [tuple(row) for row in json.loads(text, parse_int=str, parse_float=str)["rows"]]


def expected(server, query):
    """What the server itself answers, as text."""
    with server.connect(conv=dict(converters.encoders), database="shop") as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]


def in_order(rows, query):
    """Rows in an order that both sides have; ORDER BY's own where there is one."""
    if "GROUP BY" in query.text or "DISTINCT" in query.text:
        # Of texts that are equal in their collation the server shows any one.
        rows = [tuple(folded(value) for value in row) for row in rows]
    if query.is_ordered:
        return rows
    return sorted(rows, key=lambda row: [(value is not None, value or "") for value in row])


def folded(value):
    """A text without case and accents."""
    if value is None:
        return None
    return "".join(c for c in unicodedata.normalize("NFD", value) if not unicodedata.combining(c)).casefold().rstrip()


def wait_until_equal(leat, server, all_queries, seconds=60):
    """Every view gives what its query gives on the server; the server stands still meanwhile."""
    wanted = {query.name: in_order(expected(server, query.server), query) for query in all_queries}

    def differences():
        found = {}
        for query in all_queries:
            rows = result(leat, query.name)
            if rows is None or in_order(rows, query) != wanted[query.name]:
                found[query.name] = rows
        return found

    left = {}

    def is_equal():
        left.clear()
        left.update(differences())
        return not left

    try:
        wait_until("views equal to the server's answers", is_equal, seconds, pause=0.3)
    except TimeoutError:
        raise AssertionError("\n".join(report(leat, query, left[query.name], wanted[query.name])
                                       for query in all_queries if query.name in left)) from None
    return wanted


def report(leat, query, rows, wanted):
    if rows is None:
        state = status(leat, query.name)
        return f"{query.name} {query.text}\n  {state['state']}: {state.get('error')} {state.get('note')}"
    found, rows, wanted = set(rows), in_order(rows, query), set(wanted)
    return (f"{query.name} {query.text}\n  {len(rows)} rows; only in the view: {sorted(map(str, found - wanted))[:5]}"
            f"\n  only on the server: {sorted(map(str, wanted - found))[:5]}")
