"""States of a bridge that are hard to bring about, as `/api/status` and `/api/views` would tell of them."""

import math
import time

GIB = 1 << 30


def now():
    return int(time.time() * 1000)


def source(name, **fields):
    return {
        "name": name,
        "state": "streaming",
        "server": "MariaDB 10.11.14",
        "position": "gtid:0-1-4711284",
        "rows": 48_211_904,
        "transactions": 9_113_022,
        "bytes": 18 * GIB,
        "last_commit_milliseconds": now(),
        "lag_seconds": 0,
        "lag_bytes": 0,
        "rows_per_second": 4_812.4,
        "bytes_per_second": 1_912_000.0,
        "runway_seconds": 61_200.0,
        "reconnects": 0,
        "notices": {"zero_dates": 0, "dead_letters": 0},
    } | fields


def topic(name, records, partitions=8, **fields):
    return {
        "name": name,
        "records": records,
        "bytes": records * 311,
        "partition_count": partitions,
        "partitions": [],
        "records_per_second": records / 86_400,
        "bytes_per_second": records * 311 / 86_400,
    } | fields


def group(name, *topics, **fields):
    return {"name": name, "state": "Stable", "member_count": 3, "topics": list(topics)} | fields


def place(name, lag, rate=None, **fields):
    speed = {} if rate is None else {"records_per_second": rate}
    return {"topic": name, "lag": lag} | speed | fields


def status(**fields):
    return {
        "version": "0.6.0",
        "started_milliseconds": now() - 86_400_000,
        "now_milliseconds": now(),
        "queue": {
            "directory": "/var/lib/leat/data",
            "is_writable": True,
            "is_disk_full": False,
            "records": 48_211_904,
            "bytes": 19 * GIB,
            "segments": 77,
            "waiting_bytes": 0,
            "syncs": 1_000_000,
            "sync_seconds": 812.0,
            "disk_free_bytes": 412 * GIB,
        },
        "sources": [],
        "topics": [],
        "groups": [],
    } | fields


def calm():
    wave = 1 + 0.2 * math.sin(time.time() / 20)
    return status(
        delay={"p50_seconds": 0.0021 * wave, "p99_seconds": 0.0094 * wave, "count": 4000},
        rows_in_per_second=4_812.4 * wave,
        records_out_per_second=9_544.0 * wave,
        sources=[source("trade")],
        topics=[
            topic("trade.notify.orders", 11_204_881),
            topic("trade.notify.order_items", 35_881_022),
            topic("trade.notify.message", 402_113, partitions=4),
        ],
        groups=[
            group("billing", place("trade.notify.orders", 0, 1_113.0, catch_up_seconds=0)),
            group("search-indexer", place("trade.notify.order_items", 48_113, 6_211.0, catch_up_seconds=34.4)),
            group("nightly-report", place("trade.notify.orders", 1_904_223), state="Empty", member_count=0),
        ],
    )


def late():
    scene = calm()
    why = "fdatasync takes 96 % of the time: 412 ms each"
    scene["sources"] = [
        source("trade", lag_seconds=42.7, lag_bytes=88_401_112, stage="fsync", stage_text=why, runway_seconds=2_900.0),
        source("members", rows_per_second=12.2, rows=91_002, transactions=88_120, bytes_per_second=4100),
    ]
    scene |= {"stage": "fsync", "stage_subject": "trade", "stage_text": why}
    scene["delay"] = {"p50_seconds": 38.2, "p99_seconds": 42.7, "count": 12}
    return scene


def down():
    scene = calm()
    scene["sources"] = [
        source(
            "trade",
            state="retrying",
            lag_seconds=312.0,
            stage="source",
            stage_text="the server refuses connections: it is down",
            error="trade (127.0.0.1:3306) cannot be reached: connection refused",
            remedy="start the server, or correct host and port; leat tries again every 30 s",
            reconnects=14,
            rows_per_second=0,
        ),
        source(
            "members",
            state="stopped",
            lag_seconds=9_312.0,
            error="the server has purged mysql-bin.000412, which is still needed",
            remedy="restore a snapshot, or accept the gap with `leat position set latest --source members`",
            rows_per_second=0,
        ),
    ]
    scene |= {"stage": "source", "stage_subject": "trade", "rows_in_per_second": 0, "delay": {"count": 0}}
    return scene


def empty():
    return status(rows_in_per_second=0, records_out_per_second=0, delay={"count": 0})


def huge():
    long = "a_very_long_name_of_a_table_that_somebody_once_thought_was_a_good_idea_" * 2
    scene = calm()
    scene["sources"] = [
        source(
            "warehouse_of_the_eastern_region_replica_number_two",
            rows=9_007_199_254_740_991,
            transactions=812_113_224_119,
            lag_seconds=8_812_113.0,
            lag_bytes=88 * GIB * 1024,
            position="gtid:" + ",".join(f"{n}-{n}-{10**12 + n}" for n in range(40)),
        )
    ]
    scene["topics"] = [topic(f"trade.{long}.{n}", 10**15 + n, partitions=10_000) for n in range(200)]
    scene["topic_count"] = 9_871
    scene["groups"] = [
        group(f"group-{long}{n}", place(f"trade.{long}", 10**14, 3.2, catch_up_seconds=10**10)) for n in range(60)
    ]
    scene["rows_in_per_second"] = 18_422_113.7
    scene["queue"]["disk_free_bytes"] = 812_000 * GIB
    return scene


def disk_full():
    scene = calm()
    scene["queue"] |= {
        "is_disk_full": True,
        "disk_free_bytes": 4_096,
        "error": "the disk is full: records wait",
        "remedy": "free space on /var/lib/leat, or lower queue.retention; it goes on by itself",
    }
    return scene


def consumer():
    scene = calm()
    why = "billing reads 1,113 records/s, 4,812 come in"
    scene |= {"stage": "consumer", "stage_subject": "billing", "stage_text": why}
    scene["groups"][0] = group("billing", place("trade.notify.orders", 412_881, 1_113.0))
    return scene


SCENES = {
    scene.__name__: scene for scene in (calm, late, down, empty, huge, disk_full, consumer)
}
