// As what a view is shown: chosen from the kinds of its columns and the number of its rows.
import { isNumeric } from "./viewRows.js";

const figuresMax = 4;
const barsMax = 24;
const pointsMin = 3;
const linesMax = 4;
const isMoment = column => column.kind === "date" || column.kind === "datetime";

/** Places of columns: those with numbers, the one with moments, the key of a bar. */
export function placesOf(columns) {
  const numbers = columns.flatMap((column, place) => isNumeric(column) ? [place] : []);
  const moment = columns.findIndex(isMoment);
  const others = columns.flatMap((column, place) => isNumeric(column) ? [] : [place]);
  if (!others.length && columns.length === 2) return { numbers: [1], moment, key: 0 };
  return { numbers, moment, key: others.length === 1 ? others[0] : -1 };
}

/** The shapes that suit, the best first; a table always does. */
export function shapes({ columns, list }) {
  const rowCount = list.length;
  const { numbers, moment, key } = placesOf(columns);
  const suiting = [];
  const isAllFigures = columns.length > 0 && columns.length <= figuresMax && numbers.length > 0 && key < 1;
  if (rowCount <= 1 && isAllFigures) suiting.push("figure");
  if (moment === key && moment >= 0 && numbers.length >= 1 && numbers.length <= linesMax && rowCount >= pointsMin) {
    suiting.push("line");
  }
  const isBars = key === 0 && numbers.length >= 1 && rowCount >= 2 && rowCount <= barsMax;
  if (isBars && new Set(list.map(row => row[key])).size === rowCount) suiting.push("bar");
  return [...suiting, "table"];
}
