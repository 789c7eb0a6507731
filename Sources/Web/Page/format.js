// Numbers for people, each with its unit. A value that is not known is "—", never 0.
import { language, text } from "./language.js";

export const unknown = "—";
const isKnown = value => typeof value === "number" && Number.isFinite(value);
const formats = new Map();

function format(options) {
  const key = language() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(language(), options));
  return formats.get(key);
}

/** Whole, with grouping. */
export const count = value => isKnown(value) ? format({ maximumFractionDigits: 0 }).format(value) : unknown;

/** Whole as long as it fits, then 12.3M or 1,230万. */
export function shortCount(value) {
  if (!isKnown(value) || Math.abs(value) < 100_000) return count(value);
  return format({ notation: "compact", maximumSignificantDigits: 4 }).format(value);
}

/** A rate; small ones keep a decimal, so that a trickle is not shown as nothing. */
export function rate(value) {
  if (!isKnown(value)) return unknown;
  return value > 0 && value < 10 ? format({ maximumFractionDigits: 1 }).format(value) : shortCount(value);
}

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** [figure, unit] */
export function byteParts(value) {
  if (!isKnown(value)) return [unknown, ""];
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < byteUnits.length - 1) { value /= 1024; unit++; }
  const digits = unit === 0 || Math.abs(value) >= 100 ? 0 : 1;
  return [format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value), byteUnits[unit]];
}
export const bytes = value => joined(byteParts(value));

/** [figure, unit] of seconds: 4 ms, 3.2 s, 12 min, 7.5 h, 6 d */
export function durationParts(seconds) {
  if (!isKnown(seconds)) return [unknown, ""];
  const steps = [
    [1, 1e3, "ms"], [60, 1, "s"], [3600, 1 / 60, "min"], [172_800, 1 / 3600, "h"], [Infinity, 1 / 86_400, "d"],
  ];
  const [, factor, unit] = steps.find(([bound]) => Math.abs(seconds) < bound);
  const value = seconds * factor;
  const digits = value === 0 || Math.abs(value) >= (unit === "ms" ? 10 : 100) ? 0 : 1;
  return [format({ maximumFractionDigits: digits }).format(value), text("unit_" + unit)];
}
export const duration = seconds => joined(durationParts(seconds));

const joined = ([figure, unit]) => unit ? figure + "\u00a0" + unit : figure;

/** 23:05:12 of milliseconds since 1970. */
export const clock = milliseconds => new Date(milliseconds).toLocaleTimeString(language(), { hour12: false });
