// Tick boxes in numbers: `data-ticks="all|none"` sets those of its group, `data-count-of="name"` tells how many different
// ones are ticked, and a unit that stands in several groups is ticked in all of them at once.
export function startTicks() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-ticks]");
    if (!button) return;
    const boxes = button.closest("[data-group]").querySelectorAll("input[type=checkbox]");
    for (const box of boxes) setAll(box, button.dataset.ticks === "all");
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("input[type=checkbox]") || !target.form) return;
    setAll(target, target.checked);
    count(target);
  });
  document.addEventListener("htmx:afterSwap", tellAll); // the boxes may have gone with their list
  tellAll();
}

function tellAll() {
  for (const place of document.querySelectorAll("[data-count-of]")) tell(place);
}

// A box may stand outside the form that it belongs to.
function setAll(box, checked) {
  for (const twin of box.form.elements) {
    if (twin.name === box.name && twin.value === box.value) twin.checked = checked;
  }
}

function count(box) {
  for (const place of document.querySelectorAll(`[data-count-of="${box.name}"]`)) tell(place);
}

function tell(place) {
  const ticked = document.querySelectorAll(`input[name="${place.dataset.countOf}"]:checked`);
  place.textContent = new Set([...ticked].map((box) => box.value)).size;
}
