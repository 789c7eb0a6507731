"""XA transactions of a second connection, open and prepared while the first goes on."""


class XA:
    def __init__(self, workload):
        self.workload, self.rng = workload, workload.rng
        self._number = 0

    def step(self):
        """One table is the transaction's own from its first statement to its end: nobody waits for a lock."""
        work, rng = self.workload, self.rng
        table = rng.choice(work.tables)
        others = [one for one in work.tables if one is not table]
        self._number += 1
        name = f"'{work.database}{self._number}',X'00ff27',{rng.choice([1, 4711])}"
        before, connection = work.rows, work.connection
        work.connection = work.connect()
        try:
            work.execute(f"XA START {name}")
            for _ in range(rng.choice([1, 2, 5])):
                work.execute(work.dml.statement([table]))
            work.execute(f"XA END {name}")
            if rng.random() < 0.2:
                work.execute(f"XA COMMIT {name} ONE PHASE")
                return
            work.execute(f"XA PREPARE {name}")
            self._meanwhile(connection, others)
            if rng.random() < 0.3:
                work.execute(f"XA ROLLBACK {name}")
                work.rows = before
            else:
                work.execute(f"XA COMMIT {name}")
        finally:
            work.connection.close()
            work.connection = connection

    def _meanwhile(self, connection, others):
        work, prepared = self.workload, self.workload.connection
        work.connection = connection
        if others:
            for _ in range(self.rng.choice([0, 1, 3])):
                work.execute(work.dml.statement(others))
        work.connection = prepared
