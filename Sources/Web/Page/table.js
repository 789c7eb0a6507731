// Tables that are kept in step row by row, in a frame that scrolls by itself when a phone is too narrow.
import { make, keyed, setClass, setText } from "./dom.js";

/** @param columns [{text, isNumber}] */
export function table(columns) {
  const body = make("tbody");
  const head = make("thead", "", make("tr"));
  const frame = make("div", "scroll", make("table", "", head, body));
  frame.tabIndex = 0;
  showHead(frame, columns);
  return frame;
}

export function showHead(frame, columns) {
  keyed(frame.querySelector("thead tr"), columns.map((column, place) => ({ ...column, place })), column => column.place,
    () => { const cell = make("th"); cell.scope = "col"; return cell; },
    (cell, column) => { setText(cell, column.text); setClass(cell, column.isNumber ? "n" : ""); });
}

/** Texts of a row's cells, the same number of columns each time; `names` are classes by column. */
export function setCells(row, texts, names) {
  while (row.children.length < texts.length) row.append(make("td", names[row.children.length] ?? ""));
  texts.forEach((cell, place) => {
    if (typeof cell === "string") setText(row.children[place], cell);
  });
}
