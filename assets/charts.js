// Draws every <figure class="chart">: its description stands in the page, its table beside it.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { optionOf } from "./js/chart-option.js";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, SVGRenderer]);

const drawn = new Map();

function draw(figure) {
  const source = document.getElementById(figure.dataset.chartSource);
  const canvas = figure.querySelector(".chart-canvas");
  if (!source || !canvas) return;
  const chart = init(canvas, null, { renderer: "svg", locale: "EN" });
  chart.setOption(optionOf(JSON.parse(source.textContent), figure));
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(canvas);
  drawn.set(figure, { chart, watch });
}

function drop(figure) {
  const { chart, watch } = drawn.get(figure);
  watch.disconnect();
  chart.dispose();
  drawn.delete(figure);
}

function drawAll() {
  for (const figure of drawn.keys()) if (!figure.isConnected) drop(figure);
  for (const figure of document.querySelectorAll("figure[data-chart-source]")) if (!drawn.has(figure)) draw(figure);
}

function redrawAll() {
  for (const figure of [...drawn.keys()]) drop(figure);
  drawAll();
}

drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
document.addEventListener("themechange", redrawAll);
for (const question of ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)", "(max-width: 820px)"]) {
  matchMedia(question).addEventListener("change", redrawAll);
}
