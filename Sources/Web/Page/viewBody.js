// The inside of a view's tile, one builder for each shape: {element, show(rows)}.
import { make, keyed, setClass, setText } from "./dom.js";
import { count, shortCount } from "./format.js";
import { text } from "./language.js";
import { LineChart } from "./lineChart.js";
import { setCells, showHead, table } from "./table.js";
import { isNumeric } from "./viewRows.js";
import { placesOf } from "./viewShape.js";
import { valueText } from "./viewValue.js";

// What a tile shows; the rest is counted.
const tableRowsMax = 50;
const linePointsMax = 500;

function figureBody() {
  const element = make("div", "viewFigures");
  return {
    element,
    show(rows) {
      const row = rows.list[0];
      keyed(element, rows.columns.map((column, place) => ({ column, value: row ? row[place] : null })),
        item => item.column.name, () => make("div", "viewFigure", make("b"), make("span", "name")),
        (figure, { column, value }) => {
          const said = valueText(value, column);
          setText(figure.children[0], said);
          setClass(figure.children[0], said.length > 18 ? "tiny" : said.length > 11 ? "small" : "");
          setText(figure.children[1], column.name);
        });
    },
  };
}

function tableBody(name) {
  const frame = table([]);
  const more = make("p", "quiet more");
  frame.setAttribute("aria-label", name);
  return {
    element: make("div", "", frame, more),
    show(rows) {
      const { columns, list } = rows;
      showHead(frame, columns.map(column => ({ text: column.name, isNumber: isNumeric(column) })));
      const names = columns.map(column => isNumeric(column) ? "n" : column.kind === "text" ? "long" : "moment");
      keyed(frame.querySelector("tbody"), list.slice(0, tableRowsMax).map((row, place) => ({ row, place })),
        item => item.place, () => make("tr"),
        (element, { row }) => setCells(element, row.map((value, place) => valueText(value, columns[place])), names));
      more.hidden = list.length <= tableRowsMax;
      setText(more, text("moreRows", { count: count(list.length - tableRowsMax) }));
    },
  };
}

function barBody() {
  const element = make("div", "bars");
  const title = make("p", "quiet barTitle");
  return {
    element: make("div", "", title, element),
    show(rows) {
      const { columns, list } = rows;
      const { numbers, key } = placesOf(columns);
      const measure = numbers.find(place => columns[place].order) ?? numbers.at(-1);
      const largest = Math.max(...list.map(row => Math.abs(Number(row[measure] ?? 0))), Number.MIN_VALUE);
      setText(title, columns[measure].name);
      keyed(element, list, row => String(row[key]),
        () => make("div", "bar", make("span", "long"), make("i", "", make("i")), make("span", "n")),
        (bar, row) => {
          const [label, track, value] = bar.children;
          const name = valueText(row[key], { kind: "text" });
          setText(label, name);
          if (label.title !== name) label.title = name;
          const number = Number(row[measure] ?? 0);
          track.firstElementChild.style.width = `${(Math.abs(number) / largest) * 100}%`;
          setClass(track, number < 0 ? "negative" : "");
          setText(value, valueText(row[measure], columns[measure]));
        });
    },
  };
}

function lineBody() {
  const canvas = make("canvas");
  canvas.setAttribute("role", "img");
  const legend = make("div", "legend");
  const element = make("div", "", legend, make("div", "canvas", canvas));
  const chart = new LineChart(canvas, legend, shortCount);
  return {
    element,
    show(rows) {
      const { columns } = rows;
      const { numbers, moment } = placesOf(columns);
      const points = rows.list.filter(row => row[moment] !== null)
        .map(row => ({ x: Date.parse(row[moment].replace(" ", "T") + (row[moment].includes(":") ? "Z" : "")), row }))
        .toSorted((a, b) => a.x - b.x).slice(-linePointsMax);
      const series = numbers.map(place => ({
        name: columns[place].name,
        points: points.map(({ x, row }) => ({ x, y: row[place] === null ? null : Number(row[place]) })),
      }));
      const [min, max] = [points[0]?.x, points.at(-1)?.x];
      chart.show(series, { min, max, step: stepOf(max - min), print: value => momentText(value, max - min) });
    },
    end() { chart.destroy(); },
  };
}

const stepsSeconds = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800];
const ticks = 6;

/** Between two marks of the axis: a round time, so that at most a handful fit. */
function stepOf(span) {
  return 1000 * (stepsSeconds.find(step => step * 1000 * ticks >= span) ?? Math.ceil(span / 1000 / ticks));
}

// The server's own wall clock: shown as it is, not moved to the viewer's zone.
function momentText(milliseconds, span) {
  const [day, time] = new Date(milliseconds).toISOString().split("T");
  if (span > 3 * 86_400_000) return day.slice(5);
  return time.slice(0, span > 600_000 ? 5 : 8);
}

const bodies = { figure: figureBody, table: tableBody, bar: barBody, line: lineBody };
export const body = (shape, name) => bodies[shape](name);
