"""XA transactions on a server: each prepared over a connection of its own, which then ends."""


class XA:
    def __init__(self, server):
        self.server = server

    def run(self, name, *statements, end=("PREPARE",)):
        """XA START, the statements, XA END, and then what `end` says."""
        with self.server.connect(database="shop", autocommit=True) as connection, connection.cursor() as cursor:
            for statement in (f"XA START {name}", *statements, f"XA END {name}"):
                cursor.execute(statement)
            for verb in end:
                verb, _, phase = verb.partition(" ")
                cursor.execute(f"XA {verb} {name} {phase}")

    def prepare(self, name, *statements):
        self.run(name, *statements)

    def commit(self, name):
        self.server.execute(f"XA COMMIT {name}")

    def roll_back(self, name):
        self.server.execute(f"XA ROLLBACK {name}")
