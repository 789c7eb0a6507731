// Tables that are kept in step row by row, in a frame that scrolls by itself when a phone is too narrow.
import { make, keyed, setClass, setText } from "./dom.js";

/** @param columns [{text, isNumber}] */
export function table(columns) {
  const body = make("tbody");
  const head = make("thead", "", make("tr"));
  const frame = make("div", "scroll", make("table", "", head, body));
  // Scrolls by keyboard, too.
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  showHead(frame, columns);
  return frame;
}

export function showHead(frame, columns) {
  keyed(frame.querySelector("thead tr"), columns.map((column, place) => ({ ...column, place })), column => column.place,
    () => { const cell = make("th"); cell.scope = "col"; return cell; },
    (cell, column) => { setText(cell, column.text); setClass(cell, column.isNumber ? "n" : ""); });
}

/**
 * Texts of a row's cells, the same number of columns each time; a cell whose text is null is left alone.
 * @param names classes by column
 * @param labels by column, for a phone, where a row is a card; "" for the column that is its title
 */
export function setCells(row, texts, names, labels) {
  while (row.children.length < texts.length) row.append(make("td", names[row.children.length] ?? ""));
  texts.forEach((cell, place) => {
    if (typeof cell === "string") setText(row.children[place], cell);
    const label = labels?.[place];
    if (label && row.children[place].dataset.label !== label) row.children[place].dataset.label = label;
  });
}
