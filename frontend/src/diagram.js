// The page with the process diagram: draws it, marks where cases stand (data-standing, with how many in data-counts
// and how long in data-heat) and what is done (data-done). The list of steps beside it says the same in words, and
// is the panel too: a click on a step of the drawing opens its line, and opening a line shows its step.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const READABLE = 0.75; // of the drawn size

for (const frame of document.querySelectorAll("[data-diagram]")) draw(frame).catch(() => giveUp(frame));

async function draw(frame) {
  const answer = await fetch(frame.dataset.diagram, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`diagram: ${answer.status}`);
  const container = frame.querySelector(".diagram-canvas");
  const viewer = new NavigatedViewer({ container });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  mark(viewer, JSON.parse(frame.dataset.done), "step-done");
  mark(viewer, JSON.parse(frame.dataset.standing), "step-standing");
  for (const [id, heat] of Object.entries(JSON.parse(frame.dataset.heat))) mark(viewer, [id], `step-${heat}`);
  for (const [id, count] of Object.entries(JSON.parse(frame.dataset.counts))) badge(viewer, id, count);
  show(viewer, frame);
  letFingersMove(container, canvas);
  frame.querySelector("[data-zoom=fit]").addEventListener("click", () => fit(canvas));
  frame.querySelector("[data-zoom=in]").addEventListener("click", () => canvas.zoom(canvas.zoom() * 1.25));
  frame.querySelector("[data-zoom=out]").addEventListener("click", () => canvas.zoom(canvas.zoom() / 1.25));
  listen(viewer);
  frame.dataset.drawn = "yes";
}

function mark(viewer, ids, name) {
  const registry = viewer.get("elementRegistry");
  for (const id of ids) if (registry.get(id)) viewer.get("canvas").addMarker(id, name);
}

function badge(viewer, id, count) {
  if (!viewer.get("elementRegistry").get(id)) return;
  const html = document.createElement("b");
  html.className = "step-count";
  html.textContent = count;
  viewer.get("overlays").add(id, { position: { top: -14, right: 14 }, html, show: { minZoom: 0.2 } });
}

function fit(canvas) {
  return canvas.zoom("fit-viewport", "auto");
}

// The whole where it can be read; on a small screen the place where the case stands.
function show(viewer, frame) {
  const canvas = viewer.get("canvas");
  if (fit(canvas) >= READABLE) return;
  const registry = viewer.get("elementRegistry");
  const places = JSON.parse(frame.dataset.standing).map((id) => registry.get(id)).filter(Boolean);
  const step = places.find((place) => place.type === "bpmn:UserTask") || places.find((place) => !place.children?.length) || places[0];
  if (!step) return;
  canvas.zoom(READABLE);
  canvas.scrollToElement(step, 60);
}

// The viewer moves with a mouse only.
function letFingersMove(container, canvas) {
  let last = null;
  container.addEventListener("pointerdown", (event) => {
    last = event.pointerType === "touch" && event.isPrimary ? event : null;
  });
  container.addEventListener("pointermove", (event) => {
    if (!last || event.pointerId !== last.pointerId) return;
    canvas.scroll({ dx: event.clientX - last.clientX, dy: event.clientY - last.clientY });
    last = event;
  });
  for (const end of ["pointerup", "pointercancel"]) container.addEventListener(end, () => (last = null));
}

function listen(viewer) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  let chosen = null;
  const choose = (id) => {
    if (chosen && registry.get(chosen)) canvas.removeMarker(chosen, "step-chosen");
    document.querySelector(".steps .step-chosen")?.classList.remove("step-chosen");
    chosen = id;
    if (registry.get(id)) canvas.addMarker(id, "step-chosen");
    lineOf(id).classList.add("step-chosen");
  };
  viewer.get("eventBus").on("element.click", ({ element }) => {
    const line = lineOf(element.id);
    if (!line) return;
    choose(element.id);
    line.querySelector("details").open = true;
    line.scrollIntoView({ block: "nearest" });
  });
  for (const line of document.querySelectorAll(".steps li[id]")) {
    line.querySelector("summary").addEventListener("click", () => {
      const id = line.id.slice("step-".length);
      choose(id);
      if (registry.get(id)) canvas.scrollToElement(id, 40);
    });
  }
}

function lineOf(id) {
  return document.getElementById(`step-${id}`);
}

function giveUp(frame) {
  frame.querySelector(".diagram-canvas").textContent = "流程图没有画出来，请看旁边的步骤列表。";
}
