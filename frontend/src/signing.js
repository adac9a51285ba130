// The page on which a leader signs: his handwriting, with finger or mouse, outlives a wrong password, a login that
// lapsed, and a telephone that was turned. Where it stands in the form it is a PNG without ground (`data-drawing`).
import SignaturePad from "signature_pad";

const INK = "rgb(17, 24, 39)"; // on the paper, whatever the theme of the page

startPads();
document.addEventListener("htmx:afterSettle", startPads); // the pad has come again when a kept signature was deleted
document.addEventListener("click", ({ target }) => {
  if (target.closest("a[href='#hand-back']")) document.getElementById("hand-back").open = true;
});

function startPads() {
  for (const place of document.querySelectorAll("[data-signing] [data-hand]:not([data-started])")) {
    place.dataset.started = "yes";
    startPad(place.closest("form"));
  }
}

function startPad(form) {
  const place = form.querySelector("[data-hand]");
  const field = form.querySelector("[data-drawing]");
  const canvas = place.querySelector("canvas");
  const pad = new SignaturePad(canvas, { penColor: INK, minWidth: 0.8, maxWidth: 3 });
  // Chromium takes a stroke that leaves the pad in motion for a fling, and swallows the tap by which one goes on.
  canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  const kept = keptIn(form.dataset.signing);
  let width = 0; // px, in which the strokes were written

  const settle = () => {
    field.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
    kept.write({ width, strokes: pad.toData() });
  };
  const draw = (strokes) => {
    pad.fromData(strokes);
    settle();
  };
  const fit = () => {
    if (!canvas.offsetWidth || canvas.offsetWidth === width) return;
    const strokes = scaled(pad.toData(), width ? canvas.offsetWidth / width : 1);
    width = canvas.offsetWidth;
    const ratio = Math.max(window.devicePixelRatio, 2); // fine enough for print
    canvas.width = width * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    draw(strokes);
  };

  const before = kept.read();
  new ResizeObserver(fit).observe(canvas);
  fit();
  if (before?.strokes.length) draw(scaled(before.strokes, width && before.width ? width / before.width : 1));
  pad.addEventListener("endStroke", settle);
  place.querySelector("[data-clear]").addEventListener("click", () => draw([]));
  place.querySelector("[data-undo]").addEventListener("click", () => draw(pad.toData().slice(0, -1)));
  choose(form, place, fit);
}

// The pad is there when one writes by hand, the kept picture when that is used.
function choose(form, place, fit) {
  const picture = form.querySelector(".kept-hand");
  const show = () => {
    const hand = new FormData(form).get("hand");
    place.hidden = hand !== "drawn";
    if (picture) picture.hidden = hand !== "kept";
    fit();
  };
  form.addEventListener("change", ({ target }) => target.name === "hand" && show());
  show();
}

function scaled(strokes, factor) {
  return strokes.map((stroke) => ({
    ...stroke,
    points: stroke.points.map((point) => ({ ...point, x: point.x * factor, y: point.y * factor })),
  }));
}

// In this tab only, and only until it is closed: a signature does not stay behind on a shared machine.
function keptIn(letter) {
  const key = `zhengxun:hand:${document.body.dataset.officer ?? ""}:${letter}`;
  return {
    read: () => {
      try {
        return JSON.parse(sessionStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write: (written) => {
      try {
        sessionStorage.setItem(key, JSON.stringify(written));
      } catch {
        // then it only lives as long as the page
      }
    },
  };
}
