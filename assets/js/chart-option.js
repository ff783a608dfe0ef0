// From our description of a chart to the library's: colours and type come from the tokens of the page.

const TONES = { good: "--good", warn: "--warn-mark", bad: "--bad", none: "--none", plain: "--quiet", accent: "--port" };
const MORE = ["--port", "--series-2", "--series-3", "--series-4", "--text"];
const SYMBOLS = ["circle", "rect", "diamond", "triangle", "emptyCircle"];
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3], [12, 4]];

export function optionOf(spec, figure) {
  const style = getComputedStyle(figure);
  const paint = (name) => style.getPropertyValue(name).trim();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = figure.clientWidth < 520;
  const say = speaker(spec);
  return {
    animation: !still,
    animationDuration: 150,
    animationDurationUpdate: 150,
    textStyle: { fontFamily: style.fontFamily, color: paint("--text") },
    grid: { left: 4, right: spec.limits || (spec.target !== null && !narrow) ? 76 : 12, top: spec.series.length > 1 ? 40 : 20, bottom: 4, containLabel: true },
    legend: { show: spec.series.length > 1, data: spec.series.map((one) => one.name), top: 0, left: 0, icon: "circle", itemHeight: 8, itemGap: 16, textStyle: { color: paint("--quiet"), fontSize: 12 } },
    tooltip: {
      trigger: "axis",
      renderMode: "richText", // drawn, not written: the page's policy allows no inline style
      confine: true,
      backgroundColor: paint("--card"),
      borderColor: paint("--edge-soft"),
      padding: [8, 12],
      textStyle: { color: paint("--text"), fontSize: 12 },
      axisPointer: { type: spec.kind === "line" || spec.kind === "control" ? "line" : "shadow", lineStyle: { color: paint("--edge") } },
      formatter: (points) => [points[0].axisValueLabel, ...points.filter((one) => !one.seriesName.startsWith("\u200b")).map((one) => `${one.seriesName}: ${say(one.value)}`)].join("\n"),
    },
    xAxis: {
      type: "category",
      data: spec.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: paint("--edge") } },
      axisLabel: { color: paint("--quiet"), fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      scale: spec.kind === "control",
      max: spec.kind === "share" ? 100 : undefined,
      splitNumber: 4,
      interval: spec.kind === "share" ? 25 : undefined,
      splitLine: { lineStyle: { color: paint("--line") } },
      axisLabel: { color: paint("--quiet"), fontSize: 12, formatter: (value) => say(value, true) },
    },
    series: [...spec.series.map((one, place) => seriesOf(spec, one, place, paint, narrow)), ...limitsOf(spec, paint)],
  };
}

function speaker(spec) {
  const language = document.documentElement.lang;
  const words = new Intl.NumberFormat(language, { minimumFractionDigits: spec.digits, maximumFractionDigits: spec.digits });
  const short = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  return (value, axis) => {
    if (value === null || value === undefined || Number.isNaN(value)) return spec.words.none;
    return axis ? short.format(value) : `${words.format(value)}${spec.unit ? ` ${spec.unit}` : ""}`;
  };
}

function seriesOf(spec, one, place, paint, narrow) {
  const alone = spec.series.length === 1;
  const colour = paint(alone || one.tone !== "accent" ? TONES[one.tone] : MORE[place % MORE.length]);
  const drawnAsLine = spec.kind === "line" || spec.kind === "control";
  return {
    name: one.name,
    type: drawnAsLine ? "line" : "bar",
    data: one.values,
    stack: spec.kind === "share" ? "all" : undefined,
    connectNulls: false,
    color: colour,
    symbol: SYMBOLS[place % SYMBOLS.length],
    symbolSize: 7,
    lineStyle: { width: 2.25, type: DASHES[place % DASHES.length] },
    itemStyle: drawnAsLine ? {} : { borderRadius: spec.kind === "share" ? 0 : [3, 3, 0, 0], borderColor: paint("--card"), borderWidth: spec.kind === "share" ? 1 : 0 },
    barMaxWidth: 36,
    emphasis: { disabled: true },
    markLine: place === 0 ? targetOf(spec, paint, narrow) : undefined,
    markPoint: place === 0 ? marksOf(spec, one, paint) : undefined,
  };
}

function targetOf(spec, paint, narrow) {
  if (spec.target === null) return undefined;
  return {
    silent: true,
    symbol: "none",
    animation: false,
    lineStyle: { color: paint("--good"), type: [6, 4], width: 1.5 },
    label: { formatter: spec.words.target, position: narrow ? "insideEndTop" : "end", color: paint("--good"), fontSize: 12 },
    data: [{ yAxis: spec.target }],
  };
}

function marksOf(spec, one, paint) {
  const data = spec.marks.flatMap((mark) => {
    const place = spec.labels.indexOf(mark.label);
    const value = one.values[place];
    if (place < 0 || value === null || value === undefined) return [];
    return [{ coord: [place, value], symbol: "circle", symbolSize: 15, itemStyle: { color: "transparent", borderColor: paint(TONES[mark.tone]), borderWidth: 2.5 }, label: { show: true, position: "top", distance: 5, formatter: mark.text, color: paint(TONES[mark.tone] === "--warn-mark" ? "--warn" : TONES[mark.tone]), fontSize: 12, fontWeight: 600 } }];
  });
  return data.length ? { silent: true, animation: false, data } : undefined;
}

// Limits are thin lines of their own, not in the legend; a mark without width before the name keeps them out of the tooltip.
function limitsOf(spec, paint) {
  if (!spec.limits) return [];
  return ["upper", "centre", "lower"].map((name) => ({
    name: `\u200b${spec.words[name]}`,
    type: "line",
    data: spec.limits[name],
    silent: true,
    symbol: "none",
    color: paint("--quiet"),
    lineStyle: { width: name === "centre" ? 1.5 : 1.25, type: name === "centre" ? "solid" : [4, 4], color: paint("--edge") },
    step: false,
    endLabel: { show: true, formatter: spec.words[name], color: paint("--quiet"), fontSize: 12 },
    emphasis: { disabled: true },
    tooltip: { show: false },
  }));
}
