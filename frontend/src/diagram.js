// The page with the process diagram: draws it, marks where the case stands (data-standing), tints what is done
// (data-done). Both are lists of element ids; whoever cannot see the drawing has the list of steps beside it.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const READABLE = 0.55; // of the drawn size

for (const frame of document.querySelectorAll("[data-diagram]")) draw(frame).catch(() => giveUp(frame));

async function draw(frame) {
  const answer = await fetch(frame.dataset.diagram, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`diagram: ${answer.status}`);
  const container = frame.querySelector(".diagram-canvas");
  const viewer = new NavigatedViewer({ container });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  mark(viewer, frame.dataset.done, "step-done");
  mark(viewer, frame.dataset.standing, "step-standing");
  show(viewer, frame);
  letFingersMove(container, canvas);
  frame.querySelector("[data-zoom=fit]")?.addEventListener("click", () => fit(canvas));
  frame.querySelector("[data-zoom=in]")?.addEventListener("click", () => canvas.zoom(canvas.zoom() * 1.25));
  frame.querySelector("[data-zoom=out]")?.addEventListener("click", () => canvas.zoom(canvas.zoom() / 1.25));
  listen(viewer, frame);
  frame.dataset.drawn = "yes";
}

function mark(viewer, ids, name) {
  const registry = viewer.get("elementRegistry");
  for (const id of JSON.parse(ids || "[]")) if (registry.get(id)) viewer.get("canvas").addMarker(id, name);
}

function fit(canvas) {
  return canvas.zoom("fit-viewport", "auto");
}

// The whole where it can be read; on a small screen the place where the case stands.
function show(viewer, frame) {
  const canvas = viewer.get("canvas");
  if (fit(canvas) >= READABLE) return;
  const [standing] = JSON.parse(frame.dataset.standing || "[]");
  if (!viewer.get("elementRegistry").get(standing)) return;
  canvas.zoom(READABLE);
  canvas.scrollToElement(standing, 60);
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

// A click on a step leads to its line in the list.
function listen(viewer, frame) {
  viewer.get("eventBus").on("element.click", ({ element }) => {
    const line = document.getElementById(`step-${element.id}`);
    if (!line) return;
    frame.closest("main")?.querySelector(".step-chosen")?.classList.remove("step-chosen");
    line.classList.add("step-chosen");
    line.scrollIntoView({ block: "nearest" });
  });
}

function giveUp(frame) {
  frame.querySelector(".diagram-canvas").textContent = "流程图没有画出来，请看下面的步骤列表。";
}
