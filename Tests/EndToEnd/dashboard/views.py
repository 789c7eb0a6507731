"""Results of views in every shape, as `/api/views` gives them."""

import time

PROVINCES = "广东 江苏 山东 浙江 河南 四川 湖北 福建 湖南 上海 安徽 河北 北京 陕西 江西 重庆".split()
ORDERS = {name: 9_000 // (place + 1) for place, name in enumerate(PROVINCES)}


def column(name, kind):
    return {"name": name, "kind": kind}


def total():
    return [column("gmv", "decimal")], [[f"{9_813_442_118 + int(time.time() * 811 % 10**6)}.50"]]


def counts():
    return [column("orders", "integer"), column("paid", "integer"), column("average", "decimal")], [
        [11_204_881, 10_881_204, "875.8301"]
    ]


def by_province():
    columns = [column("province", "text"), column("orders", "integer"), column("gmv", "decimal")]
    rows = [[name, orders, f"{orders * 311}.25"] for name, orders in ORDERS.items()]
    return columns, rows


def per_minute():
    columns = [column("window_start", "datetime"), column("orders", "integer"), column("refunds", "integer")]
    start = int(time.time()) // 60 * 60 - 3_600
    rows = []
    for minute in range(60):
        moment = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(start + 60 * minute))
        rows.append([moment, 4_000 + (minute * 7919) % 900, 300 + (minute * 104729) % 90])
    return columns, rows


def top_buyers():
    columns = [
        column("buyer_id", "integer"), column("name", "text"), column("city", "text"), column("last_order", "datetime"),
        column("orders", "integer"), column("spent", "decimal"),
    ]
    names = ["王芳", "Christopher Alexander Montgomery-Featherstonehaugh", "李伟", None, "Zoë"]
    rows = [
        [7 * 10**18 + n, names[n % 5], PROVINCES[n % 16], "2026-11-11 00:00:01", 900 - n, f"{10**6 - 997 * n}.00"]
        for n in range(80)
    ]
    return columns, rows


VIEWS = {view.__name__: view for view in (total, counts, by_province, per_minute, top_buyers)}


def listing():
    def entry(name, **fields):
        columns, rows = VIEWS[name]() if name in VIEWS else ([], [])
        return {
            "name": name, "state": "running", "columns": columns, "rows": len(rows), "state_bytes": 44 << 20,
            "state_bytes_max": 1 << 30, "behind_seconds": 0, "incomplete": False, "changes": 9,
        } | fields

    return [
        *map(entry, VIEWS),
        entry(
            "gmv_by_every_customer", state="stopped",
            error="view gmv_by_every_customer needs more than 1.0 GiB of state",
            remedy="raise views_options.state_bytes_max, or group by fewer values",
        ),
        entry("rebuilt", state="building", incomplete=True),
    ]


def result(name):
    columns, rows = VIEWS[name]() if name in VIEWS else ([column("n", "integer")], [])
    moment = int(time.time() * 1000)
    return {"name": name, "columns": columns, "rows": rows, "position": "1", "commitMilliseconds": moment}
