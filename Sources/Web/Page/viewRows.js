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
  columns = []; #rows = new Map(); #sorted = null; #order = [];

  /** The whole result, in the order of the query. */
  replace(columns, rows) {
    this.columns = columns;
    this.#order = orderOf(columns);
    this.#rows = new Map();
    for (const row of rows) this.#add(row);
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
      this.#sorted = rows.sort((a, b) => this.#compare(a, b));
    }
    return this.#sorted;
  }

  #add(row) {
    const key = keyOf(row);
    const entry = this.#rows.get(key);
    if (entry) entry.count++;
    else this.#rows.set(key, { row, count: 1 });
  }

  #compare(a, b) {
    for (const { place, direction } of this.#order) {
      const next = compare(a[place], b[place], this.columns[place]) * direction;
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

/** Changes do not say where a row stands: ORDER BY does, and behind it the columns from left to right. */
function orderOf(columns) {
  const places = columns.map((column, place) => ({ place, direction: column.order < 0 ? -1 : 1 }));
  const rank = ({ place }) => Math.abs(columns[place].order ?? columns.length + 1 + place);
  return places.sort((a, b) => rank(a) - rank(b));
}
