// The last quarter of an hour: what the server remembers, then what came since.
import { getJSON } from "./names.js";

export const spanMilliseconds = 15 * 60_000;
let points = [];

export const history = () => points;

/** Loads what the server remembers, at the start and after each break. */
export async function loadHistory() {
  let kept;
  try {
    kept = (await getJSON("/api/history")).points ?? [];
  } catch {
    return; // the lines begin with what comes
  }
  const last = kept.length ? kept[kept.length - 1].t : 0;
  points = [...kept, ...points.filter(point => point.t > last)];
  trim(points.length ? points[points.length - 1].t : 0);
}

export function addPoint(status) {
  const measured = status.delay?.count > 0;
  points.push({
    t: status.nowMilliseconds,
    p50: measured ? status.delay.p50Seconds : null, p99: measured ? status.delay.p99Seconds : null,
    rowsIn: status.rowsInPerSecond ?? null, rowsOut: status.recordsOutPerSecond ?? null,
    lag: Object.fromEntries(status.sources.map(source => [source.name, source.lagSeconds ?? null])),
  });
  trim(status.nowMilliseconds);
}

function trim(now) {
  const first = points.findIndex(point => point.t >= now - spanMilliseconds);
  if (first > 0) points = points.slice(first);
}
