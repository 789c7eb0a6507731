// The result of a view as the browser holds it: the rows of the first event, and every change since.

/** JSON in which integers keep all their digits: those that a double cannot hold become BigInt. */
export function parseExact(text) {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value, context) =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? "")
      ? BigInt(context.source) : value);
}

const keyOf = row => row.map(String).join("\u0001") + row.map(value => value === null ? "0" : "1").join("");

export const isNumeric = column => ["integer", "decimal", "real", "number"].includes(column.kind);

export class ViewRows {
  columns = []; #rows = new Map(); #sorted = null; #order = null;

  /** The whole result, in the order of the query. */
  replace(columns, rows) {
    this.columns = columns;
    this.#rows = new Map();
    for (const row of rows) this.#add(row);
    this.#order = inferredOrder(columns, rows);
    this.#sorted = rows;
  }

  /** What one or more transactions changed; a row that is there twice is removed once. */
  change(removed, added) {
    for (const row of removed) {
      const key = keyOf(row);
      const entry = this.#rows.get(key);
      if (entry && --entry.count === 0) this.#rows.delete(key);
    }
    for (const row of added) this.#add(row);
    this.#sorted = null;
  }

  /** In order. */
  get list() {
    if (!this.#sorted) {
      const rows = [];
      for (const { row, count } of this.#rows.values()) for (let n = 0; n < count; n++) rows.push(row);
      if (!this.#order || rows.length < 3) this.#order = inferredOrder(this.columns, rows) ?? this.#order;
      this.#sorted = rows.sort((a, b) => this.#compare(a, b));
    }
    return this.#sorted;
  }

  /** Number of the column by which the rows stand in order, if one is seen. */
  get orderColumn() { return this.#order?.column; }

  #add(row) {
    const key = keyOf(row);
    const entry = this.#rows.get(key);
    if (entry) entry.count++;
    else this.#rows.set(key, { row, count: 1 });
  }

  #compare(a, b) {
    const order = this.#order;
    if (order) {
      const first = compare(a[order.column], b[order.column], this.columns[order.column]) * order.direction;
      if (first) return first;
    }
    for (const [place, column] of this.columns.entries()) {
      const next = compare(a[place], b[place], column);
      if (next) return next;
    }
    return 0;
  }
}

function compare(a, b, column) {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  if (isNumeric(column)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A stream of changes does not say where a row stands; the order of ORDER BY shows in the first rows. */
function inferredOrder(columns, rows) {
  if (rows.length < 2) return null;
  const candidates = columns.flatMap((column, place) => isNumeric(column)
    ? [{ column: place, direction: -1 }, { column: place, direction: 1 }]
    : [{ column: place, direction: 1 }, { column: place, direction: -1 }]);
  return candidates.find(({ column, direction }) => {
    let differs = false;
    for (let n = 1; n < rows.length; n++) {
      const step = compare(rows[n - 1][column], rows[n][column], columns[column]) * direction;
      if (step > 0) return false;
      differs ||= step < 0;
    }
    return differs;
  }) ?? null;
}
