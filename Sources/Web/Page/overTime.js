// The three lines over time: delay, rates, lag of each source.
import { byId } from "./dom.js";
import { duration, rate } from "./format.js";
import { history, spanMilliseconds } from "./history.js";
import { text } from "./language.js";
import { LineChart, secondsAgo } from "./lineChart.js";

// Lines that a reader can still tell apart; the sources that are furthest behind.
const linesMax = 4;
// A break in the points that is longer is shown as a break.
const gapSeconds = 20;
// Soon after the start there is not a quarter of an hour to be shown.
const spansMilliseconds = [60_000, 180_000, 360_000, spanMilliseconds];
const charts = {};

function chart(name, print) {
  return charts[name] ??= new LineChart(byId(name + "Chart"), byId(name + "Legend"), print);
}

function line(name, points, now, valueOf) {
  const drawn = [];
  for (const point of points) {
    const x = (point.t - now) / 1000;
    const before = drawn.at(-1);
    if (before && x - before.x > gapSeconds) drawn.push({ x: (x + before.x) / 2, y: null });
    drawn.push({ x, y: valueOf(point) ?? null });
  }
  return { name, points: drawn };
}

export function showOverTime(status) {
  const points = history();
  const now = status.nowMilliseconds;
  const age = points.length ? now - points[0].t : 0;
  const axis = secondsAgo((spansMilliseconds.find(span => span >= age) ?? spanMilliseconds) / 1000);
  chart("delay", duration).show([
    line(text("legend_p50"), points, now, point => point.p50),
    line(text("legend_p99"), points, now, point => point.p99),
  ], axis);
  chart("rates", rate).show([
    line(text("legend_in"), points, now, point => point.rowsIn),
    line(text("legend_out"), points, now, point => point.rowsOut),
  ], axis);
  const names = status.sources.toSorted((a, b) => (b.lagSeconds ?? 0) - (a.lagSeconds ?? 0)).slice(0, linesMax)
    .map(source => source.name).toSorted();
  chart("lag", duration).show(names.map(name => line(name, points, now, point => point.lag?.[name])), axis);
}
