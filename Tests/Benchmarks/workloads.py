"""What the benchmark writes into the binlog, generated inside the server."""

from dataclasses import dataclass

TABLE = """
CREATE TABLE bench.orders (
    id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    buyer_id BIGINT UNSIGNED NOT NULL,
    province VARCHAR(16) NOT NULL,
    status ENUM('CREATED', 'PAID', 'SHIPPED', 'RECEIVED') NOT NULL,
    amount DECIMAL(12, 2) NOT NULL,
    quantity INT NOT NULL,
    body VARCHAR(255) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at TIMESTAMP(6) NOT NULL
)
"""

# A row from its number: the body is about 150 bytes, half of them random digits, as identifiers in real messages are.
ROW = """
    {n}, 1000000 + {n} % 99991, ELT(1 + {n} % 5, 'Zhejiang', 'Guangdong', 'Jiangsu', 'Beijing', 'Sichuan'),
    1 + {n} % 4, {n} % 100000 / 100, 1 + {n} % 9,
    CONCAT('{{"trace":"', LEFT(SHA2({n}, 256), 32), '","buyer":"', LEFT(SHA2(-{n}, 256), 32),
        '","note":"leave at the door, ring twice or call me, thank you"}}'),
    '2024-11-11 00:00:00.123' + INTERVAL {n} SECOND, '2024-11-11 00:00:00.123456' + INTERVAL {n} SECOND
"""

ROWS_PER_TRANSACTION = 100
BATCH = ROW.format(n=f"(seq + {ROWS_PER_TRANSACTION} * t)")

INSERTS = f"""
CREATE PROCEDURE bench.run(IN transactions INT)
BEGIN
    DECLARE t INT DEFAULT 0;
    WHILE t < transactions DO
        INSERT INTO orders SELECT {BATCH} FROM seq_1_to_{ROWS_PER_TRANSACTION};
        SET t = t + 1;
    END WHILE;
END
"""

# Of ten transactions six insert a row, three update one between the oldest and the newest, one deletes the oldest.
MIXED = f"""
CREATE PROCEDURE bench.run(IN transactions INT)
BEGIN
    DECLARE t, newest INT DEFAULT 0;
    DECLARE oldest INT DEFAULT 1;
    WHILE t < transactions DO
        IF t % 10 < 6 THEN
            SET newest = newest + 1;
            INSERT INTO orders SELECT {ROW.format(n="newest")};
        ELSEIF t % 10 < 9 THEN
            UPDATE orders SET status = 1 + status % 4, amount = amount + 1, updated_at = updated_at + INTERVAL 1 SECOND
                WHERE id = oldest + (t * 7919) % (newest - oldest + 1);
        ELSE
            DELETE FROM orders WHERE id = oldest;
            SET oldest = oldest + 1;
        END IF;
        SET t = t + 1;
    END WHILE;
END
"""


@dataclass
class Workload:
    name: str
    procedure: str
    transactions: int
    rows: int
    # Records in the queue: a delete gives two.
    records: int

    def write(self, server):
        """Fill the table; leaves a binlog that holds nothing else."""
        server.reset()
        server.execute(
            "CREATE DATABASE bench", TABLE, "USE bench", self.procedure, f"CALL bench.run({self.transactions})"
        )


def workloads(scale):
    inserts, mixed = int(20_000 * scale), int(300_000 * scale) // 10 * 10
    return [
        Workload(f"{ROWS_PER_TRANSACTION}-row INSERT transactions", INSERTS, inserts, inserts * 100, inserts * 100),
        Workload("single-row transactions, 60/30/10 insert/update/delete", MIXED, mixed, mixed, mixed + mixed // 10),
    ]
