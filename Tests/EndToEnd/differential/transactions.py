"""Statements alone and in transactions, with what may stand between them."""

from differential.xa import XA


class Transactions:
    def __init__(self, workload):
        self.workload, self.features, self.rng = workload, workload.features, workload.rng
        self.xa = XA(workload)
        self._settings = [*self._all_settings()]

    def step(self):
        chance = self.rng.random()
        if chance < 0.03:
            self.workload.execute(self.rng.choice(self._settings))
        elif chance < 0.06 and "xa" in self.features:
            self.xa.step()
        elif chance < 0.4 and "transactions" in self.features:
            self._transaction()
        else:
            self._statement()
        self.workload.mark()

    def _statement(self, tables=None):
        work = self.workload
        return work.execute(work.dml.statement(tables or work.tables))

    def _transaction(self):
        work, savepoints = self.workload, []
        tables = work.tables
        if "mixed_engines" not in self.features:
            is_transactional = self.rng.choice(tables).is_transactional
            tables = [table for table in tables if table.is_transactional == is_transactional]
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
                self._statement(tables)
        if self.rng.random() < 0.15:
            work.execute("ROLLBACK")
            work.rows = before
        else:
            work.execute("COMMIT")

    def _all_settings(self):
        """What changes how the next transactions are written."""
        kind = self.workload.server.kind
        yield "FLUSH BINARY LOGS"
        if "row_image" in self.features:
            yield from (f"SET SESSION binlog_row_image = {image}" for image in ("FULL", "MINIMAL", "NOBLOB"))
        if "checksums" in self.features:
            yield from (f"SET GLOBAL binlog_checksum = {checksum}" for checksum in ("NONE", "CRC32"))
        if "row_metadata_minimal" in self.features:
            yield from (f"SET GLOBAL binlog_row_metadata = {metadata}" for metadata in ("MINIMAL", "FULL"))
        if "compressed_events" in self.features and kind == "mariadb":
            yield from (f"SET GLOBAL log_bin_compress = {state}" for state in ("ON", "OFF"))
            yield from (f"SET GLOBAL log_bin_compress_min_len = {length}" for length in (10, 256))
        if "compressed_events" in self.features and kind == "mysql":
            yield from (f"SET SESSION binlog_transaction_compression = {state}" for state in ("ON", "OFF"))
        if "partial_json" in self.features:
            yield from (f"SET SESSION binlog_row_value_options = {option}" for option in ("PARTIAL_JSON", "''"))


# What a run begins with, whatever an earlier one has left.
DEFAULTS = {
    "mariadb": (
        "SET GLOBAL binlog_checksum = CRC32",
        "SET GLOBAL binlog_row_metadata = FULL",
        "SET GLOBAL log_bin_compress = OFF",
        "SET GLOBAL mysql56_temporal_format = ON",
        "SET GLOBAL local_infile = ON",
    ),
    "mysql": (
        "SET GLOBAL binlog_checksum = CRC32",
        "SET GLOBAL binlog_row_metadata = FULL",
        "SET GLOBAL local_infile = ON",
    ),
}
