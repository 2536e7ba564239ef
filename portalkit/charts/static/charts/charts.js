// Draws the figures of the page with plotly: colours from the page's tokens (again when the theme changes), marks that lead
// to their address, words in the page's language, nothing that leaves the page.
const CHINESE = {
  moduleType: "locale",
  name: "zh-CN",
  dictionary: {
    "Autoscale": "自动缩放", "Box Select": "框选", "Click to enter Plot title": "", "Double-click on legend to isolate one trace": "双击图例只看此项",
    "Double-click to zoom back out": "双击还原", "Download plot as a PNG": "下载图片 (PNG)", "Download plot": "下载图片", "Lasso Select": "套索选择",
    "Pan": "平移", "Reset axes": "还原坐标轴", "Reset": "还原", "Snapshot succeeded": "图片已保存",
    "Sorry, there was a problem downloading your snapshot!": "图片未能保存", "Taking snapshot - this may take a few seconds": "正在生成图片…",
    "Toggle Spike Lines": "显示/隐藏引导线", "Zoom": "缩放", "Zoom in": "放大", "Zoom out": "缩小", "close:": "收:", "high:": "高:", "low:": "低:",
    "open:": "开:", "source:": "来源:", "target:": "去向:", "trace": "系列",
  },
  format: {
    days: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"], shortDays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
    months: ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
    shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    date: "%Y-%m-%d", decimal: ".", thousands: ",",
  },
};
const AXES = ["pan2d", "zoom2d", "resetScale2d"];
const WITHOUT_AXES = new Set(["pie", "sankey"]);
const VARIABLE = /var\(--([a-z0-9-]+?)(-pale)?\)/;
const PALE = 0.22;
const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const isChinese = document.documentElement.lang.toLowerCase().startsWith("zh");

// The computed colour of a token as rgba(), whatever notation the style sheet uses.
function painter(element) {
  const seen = new Map();
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const paint = (name, isPale) => {
    probe.style.color = `var(--${name})`;
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = getComputedStyle(probe).color;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
    return `rgba(${red},${green},${blue},${(alpha / 255) * (isPale ? PALE : 1)})`;
  };
  const resolve = (value) => {
    if (typeof value === "string") {
      const match = VARIABLE.exec(value);
      if (!match) return value;
      if (!seen.has(value)) seen.set(value, paint(match[1], Boolean(match[2])));
      return seen.get(value);
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
    return value;
  };
  return { resolve, done: () => probe.remove() };
}

function figureOf(chart) {
  const figure = JSON.parse(chart.querySelector("[data-chart-figure]").textContent);
  const { resolve, done } = painter(chart);
  const painted = resolve(figure);
  done();
  painted.layout.font = { ...painted.layout.font, family: getComputedStyle(chart).fontFamily };
  painted.layout.separators = ".,";
  return painted;
}

function saveImage(plot) {
  const title = plot.closest("[data-chart]").querySelector(".chart-title").textContent.trim();
  const { width, height } = plot.getBoundingClientRect();
  const background = getComputedStyle(plot.closest("[data-chart]")).backgroundColor;
  const figure = { data: plot.data, layout: { ...plot.layout, paper_bgcolor: background }, config: { locale: isChinese ? "zh-CN" : "en" } };
  window.Plotly.downloadImage(figure, { format: "png", scale: 2, width, height, filename: title.replace(/[\\/:*?"<>|]/g, "_") });
}

// Only these buttons: none that sends data anywhere.
function settings(data) {
  const save = { name: "save", title: isChinese ? "下载图片 (PNG)" : "Download as PNG", icon: window.Plotly.Icons.camera, click: saveImage };
  const hasAxes = data.some((trace) => !WITHOUT_AXES.has(trace.type ?? "scatter"));
  return {
    responsive: true,
    displaylogo: false,
    displayModeBar: "hover",
    locale: isChinese ? "zh-CN" : "en",
    showSendToCloud: false,
    showEditInChartStudio: false,
    plotlyServerURL: "",
    topojsonURL: "",
    scrollZoom: false,
    modeBarButtons: hasAxes ? [[save], AXES] : [[save]],
  };
}

function addressOf(event) {
  const mark = event.points?.[0];
  const address = Array.isArray(mark?.customdata) ? mark.customdata[0] : mark?.customdata;
  return typeof address === "string" && /^(\/(?!\/)|\?)/.test(address) ? address : "";
}

function follow(plot) {
  plot.on("plotly_click", (event) => {
    const address = addressOf(event);
    if (!address) return;
    if (event.event?.ctrlKey || event.event?.metaKey || event.event?.button === 1) open(address, "_blank", "noopener");
    else location.assign(address);
  });
  plot.on("plotly_hover", (event) => plot.classList.toggle("has-link", Boolean(addressOf(event))));
  plot.on("plotly_unhover", () => plot.classList.remove("has-link"));
}

async function draw(chart) {
  const plot = chart.querySelector("[data-chart-plot]");
  if (!plot || !window.Plotly) return;
  const isNew = !plot.dataset.drawn;
  const { data, layout } = figureOf(chart);
  if (layout.height) plot.style.blockSize = `${layout.height}px`;
  try {
    await window.Plotly.react(plot, data, layout, settings(data));
  } catch (error) {
    chart.querySelector("[data-chart-failed]").hidden = false;
    chart.querySelector("[data-chart-values]").open = true;
    plot.hidden = true;
    throw error;
  }
  if (isNew) follow(plot);
  plot.dataset.drawn = "yes";
}

function drawAll(root = document) {
  for (const chart of root.querySelectorAll("[data-chart]")) draw(chart);
}

function start() {
  if (!window.Plotly) {
    for (const note of document.querySelectorAll("[data-chart-failed]")) note.hidden = false;
    return;
  }
  window.Plotly.register(CHINESE);
  drawAll();
  new MutationObserver(() => drawAll()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
  matchMedia("print").addEventListener("change", () => drawAll());
  document.addEventListener("htmx:afterSettle", (event) => drawAll(event.target.parentElement ?? document));
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    for (const plot of event.target.querySelectorAll?.("[data-drawn]") ?? []) window.Plotly.purge(plot);
  });
}

start();
