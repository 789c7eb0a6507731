// Values of a view as text. Decimals come as strings and keep their scale: no figure is rounded on its way.
import { language, text } from "./language.js";
import { isNumeric } from "./viewRows.js";

const formats = new Map();

function digits(minimum, maximum) {
  const key = `${language()} ${minimum} ${maximum}`;
  if (!formats.has(key)) {
    const options = { minimumFractionDigits: minimum, maximumFractionDigits: maximum };
    formats.set(key, new Intl.NumberFormat(language(), options));
  }
  return formats.get(key);
}

export function valueText(value, column) {
  if (value === null || value === undefined) return text("none");
  if (!isNumeric(column)) return String(value);
  if (typeof value === "string") {
    const scale = value.includes(".") ? value.length - value.indexOf(".") - 1 : 0;
    return digits(scale, scale).format(value);
  }
  return typeof value === "bigint" || Number.isInteger(value) ? digits(0, 0).format(value) : digits(0, 6).format(value);
}
