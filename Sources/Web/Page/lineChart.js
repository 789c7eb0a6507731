// Lines over time, drawn by Chart.js (Debian's libjs-chart.js), which the page loads as a script of its own.
import { make, setText } from "./dom.js";
import { text } from "./language.js";
import { duration } from "./format.js";

const probe = document.createElement("i");
probe.hidden = true;
document.body.append(probe);

/** A colour of colours.css as the canvas takes it: computed, since light-dark() is none that it knows. */
function colourOf(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

const dashes = [[], [6, 4], [2, 3], [8, 3, 2, 3]];

export class LineChart {
  /**
   * @param canvas where it is drawn
   * @param legend an element for the names of the lines
   * @param print a value of the y axis as text
   */
  constructor(canvas, legend, print) {
    this.canvas = canvas; this.legend = legend; this.print = print; this.names = "";
    this.empty = make("p", "empty", "");
    canvas.after(this.empty);
    this.chart = new window.Chart(canvas, { type: "line", data: { datasets: [] }, options: this.#options() });
  }

  /**
   * @param series [{name, points: [{x, y}]}], x in ascending order, y null where nothing is known
   * @param axis {min, max, step, print} of x; without a step it is chosen
   */
  show(series, axis) {
    const { chart } = this;
    series.forEach((line, place) => {
      const set = chart.data.datasets[place] ??= { pointRadius: 0, borderWidth: 2, borderJoinStyle: "round" };
      set.label = line.name; set.data = line.points; set.borderDash = dashes[place % dashes.length];
      set.pointRadius = line.points.length < 3 ? 2 : 0;
    });
    chart.data.datasets.length = series.length;
    Object.assign(chart.options.scales.x, { min: axis.min, max: axis.max });
    chart.options.scales.x.ticks.stepSize = axis.step;
    this.printX = axis.print;
    this.#colour();
    chart.update("none");
    this.#showLegend(series);
    const isEmpty = series.every(line => line.points.every(point => point.y === null));
    setText(this.empty, isEmpty ? text("noPoints") : "");
    const lasts = series.map(line => `${line.name} ${this.print(line.points.at(-1)?.y ?? NaN)}`).join(", ");
    this.canvas.setAttribute("aria-label", lasts);
  }

  destroy() { this.chart.destroy(); }

  #options() {
    return {
      animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      layout: { padding: { top: 6, right: 8 } },
      scales: {
        x: { type: "linear", grid: { display: false }, border: {},
          ticks: { maxTicksLimit: 6, maxRotation: 0, callback: value => this.printX?.(value) ?? value } },
        y: { beginAtZero: true, grid: { drawBorder: false },
          ticks: { maxTicksLimit: 5, callback: value => this.print(value) } },
      },
      plugins: {
        legend: { display: false },
        tooltip: { callbacks: {
          title: items => items.length ? this.printX?.(items[0].parsed.x) : "",
          label: item => ` ${item.dataset.label}: ${this.print(item.parsed.y)}`,
        } },
      },
    };
  }

  #colour() {
    const [quiet, line] = [colourOf("quiet"), colourOf("line")];
    const { x, y } = this.chart.options.scales;
    x.ticks.color = y.ticks.color = quiet;
    const { fontFamily, fontSize } = getComputedStyle(document.body);
    x.ticks.font = y.ticks.font = { family: fontFamily, size: Math.round(0.8 * parseFloat(fontSize)) };
    y.grid.color = x.grid.borderColor = line;
    this.chart.data.datasets.forEach((set, place) => {
      set.borderColor = set.backgroundColor = colourOf("line" + (place % 4 + 1));
    });
  }

  #showLegend(series) {
    if (!this.legend) return;
    const names = series.map(line => line.name).join("\n");
    if (names === this.names) return;
    this.names = names;
    this.legend.replaceChildren(...series.map((line, place) =>
      make("span", "key", make("i", "swatch swatch" + (place % 4 + 1)), line.name)));
  }
}

/** Seconds before now, as the axis of the charts of the last quarter of an hour. */
export const secondsAgo = spanSeconds => ({
  min: -spanSeconds, max: 0, step: spanSeconds / 3,
  print: value => value > -0.5 ? text("now") : "−" + duration(Math.round(-value)),
});
