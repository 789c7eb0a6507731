// The row of large figures.
import { byId, make, keyed, setClass, setText, setTitle } from "./dom.js";
import { byteParts, durationParts, rate } from "./format.js";
import { text } from "./language.js";

const worst = (values, choose) => {
  const known = values.filter(value => typeof value === "number");
  return known.length ? choose(...known) : undefined;
};
const runwayWarnSeconds = 6 * 3600;
const runwayBadSeconds = 3600;
const lagWarnSeconds = 5;

function levelOfRunway(seconds) {
  if (seconds === undefined) return "";
  return seconds < runwayBadSeconds ? "bad" : seconds < runwayWarnSeconds ? "wait" : "";
}

/** [name, [figure, unit], level] */
function figuresOf({ delay, queue, sources, rowsInPerSecond, recordsOutPerSecond }) {
  const measured = delay?.count > 0;
  const lag = worst(sources.map(source => source.lagSeconds), Math.max);
  const runway = worst(sources.map(source => source.runwaySeconds), Math.min);
  // Servers that never purge by themselves.
  const isKept = sources.length > 0 && sources.every(source => source.runwayText === "unlimited");
  return [
    ["p50", durationParts(measured ? delay.p50Seconds : undefined)],
    ["p99", durationParts(measured ? delay.p99Seconds : undefined)],
    ["in", [rate(rowsInPerSecond), text("perSecond")]],
    ["out", [rate(recordsOutPerSecond), text("perSecond")]],
    ["lag", durationParts(lag), lag > lagWarnSeconds ? "wait" : ""],
    ["runway", runway === undefined && isKept ? ["∞", ""] : durationParts(runway), levelOfRunway(runway)],
    ["disk", byteParts(queue.diskFreeBytes), queue.isDiskFull ? "bad" : ""],
  ];
}

export function showFigures(status) {
  keyed(byId("figures"), figuresOf(status), ([name]) => name,
    () => make("div", "figure", make("b"), make("span", "name")),
    (element, [name, [figure, unit], level]) => {
      setClass(element, "figure " + (level ?? ""));
      setTitle(element, text("hint_" + name));
      const [value, label] = element.children;
      const said = figure + " " + unit;
      if (value.dataset.said !== said) {
        value.dataset.said = said;
        value.replaceChildren(figure, make("small", "", unit ? "\u00a0" + unit : ""));
      }
      setText(label, text("figure_" + name));
    });
}
