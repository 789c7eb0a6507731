"""Statements alone and in transactions, with what may stand between them."""


class Transactions:
    def __init__(self, workload):
        self.workload, self.features, self.rng = workload, workload.features, workload.rng

    def step(self):
        chance = self.rng.random()
        if chance < 0.02:
            self._between()
        elif chance < 0.4 and "transactions" in self.features:
            self._transaction()
        else:
            self._statement()
        self.workload.mark()

    def _statement(self):
        work = self.workload
        return work.execute(work.dml.statement(work.tables))

    def _transaction(self):
        work, savepoints = self.workload, []
        work.execute("START TRANSACTION")
        before = work.rows
        for _ in range(self.rng.choice([1, 2, 5, 12])):
            chance = self.rng.random()
            if chance < 0.1:
                savepoints.append(f"s{len(savepoints)}")
                work.execute(f"SAVEPOINT {savepoints[-1]}")
            elif chance < 0.17 and savepoints:
                kept = self.rng.randrange(len(savepoints))
                work.execute(f"ROLLBACK TO SAVEPOINT {savepoints[kept]}")
                del savepoints[kept + 1 :]
            else:
                self._statement()
        if self.rng.random() < 0.15:
            work.execute("ROLLBACK")
            work.rows = before
        else:
            work.execute("COMMIT")

    def _between(self):
        """Something that changes how the next transactions are written."""
        choices = ["FLUSH BINARY LOGS"]
        if "row_image" in self.features:
            choices += [f"SET SESSION binlog_row_image = {image}" for image in ("FULL", "MINIMAL", "NOBLOB")]
        if "checksums" in self.features:
            choices += [f"SET GLOBAL binlog_checksum = {kind}" for kind in ("NONE", "CRC32")]
        self.workload.execute(self.rng.choice(choices))
