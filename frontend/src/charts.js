// Draws the table beside it: every chart reads its numbers from the page, so that the two can never differ.
// In a table's head, data-series says how its column is drawn; see macros/charts.html.
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

const COLOURS = ["--blue", "--good", "--warn", "--bad", "--ink-soft"];
const MOST_LABELS = 40; // that can be read beneath each other
const ROOMY = 12; // rows that may stand wide apart
const drawn = [];

drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAgain);
addEventListener("beforeprint", () => drawn.forEach(({ chart }) => chart.resize()));

function drawAll() {
  for (const { figure, chart } of drawn) if (!figure.isConnected) chart.destroy();
  drawn.splice(0, drawn.length, ...drawn.filter(({ figure }) => figure.isConnected));
  for (const figure of document.querySelectorAll("[data-chart]")) if (!drawn.some((each) => each.figure === figure)) draw(figure);
}

// Rows that lie are as high as is read at ease; where every figure is nothing the table alone says it.
function draw(figure) {
  const frame = figure.querySelector(".chart-canvas");
  const rows = figure.querySelectorAll("tbody tr").length;
  figure.style.setProperty("--rows-high", `${Math.max(7, 4 + rows * (rows > ROOMY ? 1.15 : 1.9))}rem`);
  if (!configured(figure).data.datasets.some(({ data }) => data.some((value) => value > 0))) return;
  frame.hidden = false;
  const chart = new Chart(figure.querySelector("canvas"), configured(figure));
  drawn.push({ figure, chart });
}

function drawAgain() {
  for (const each of drawn) {
    each.chart.destroy();
    each.chart = new Chart(each.figure.querySelector("canvas"), configured(each.figure));
  }
}

function configured(figure) {
  const lying = figure.dataset.chart === "rows";
  const rows = [...figure.querySelectorAll("tbody tr")];
  const columns = [...figure.querySelectorAll("thead th")].map((head, at) => ({ head, at })).filter(({ head }) => head.dataset.series);
  const labels = rows.map((row) => row.cells[0].dataset.short ?? row.cells[0].textContent.trim());
  const datasets = columns.map(({ head, at }, number) => series(head, rows.map((row) => numberIn(row.cells[at])), number));
  return {
    type: "bar",
    data: { labels, datasets },
    options: {
      indexAxis: lying ? "y" : "x",
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false, axis: lying ? "y" : "x" },
      scales: { x: axis(lying, columns, 0), y: axis(!lying, columns, lying ? rows.length : 0) },
      plugins: { legend: { display: datasets.length > 1, labels: { color: colour("--ink"), boxWidth: 14 } } },
    },
  };
}

function series(head, data, number) {
  const kind = head.dataset.series;
  const own = colour(COLOURS[number % COLOURS.length]);
  const label = head.textContent.trim();
  if (kind === "limit") return { type: "line", label, data, borderColor: colour("--ink-soft"), borderDash: [6, 4], borderWidth: 1.5, pointRadius: 0 };
  if (kind === "line") return { type: "line", label, data, borderColor: own, backgroundColor: own, borderWidth: 2.5, pointRadius: 3, tension: 0 };
  return { type: "bar", label, data, backgroundColor: own, stack: kind === "part" ? "parts" : `own ${number}`, maxBarThickness: 28 };
}

// Whatever counts whole things begins at nothing and has no halves.
function axis(counts, columns, labels) {
  const stacked = columns.some(({ head }) => head.dataset.series === "part");
  const ticks = { color: colour("--ink-soft"), autoSkip: counts || labels === 0 || labels > MOST_LABELS, ...(counts ? { precision: 0 } : { maxRotation: 0 }) };
  return { stacked, beginAtZero: true, grid: { color: colour("--line"), display: counts }, ticks };
}

function numberIn(cell) {
  const text = cell.dataset.value ?? cell.textContent;
  return text.trim() === "" ? null : Number.parseFloat(text);
}

function colour(token) {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}
