// How many comments stand where (`data-count-in`: the id of what they stand in), right after each that comes or goes;
// and the focus, which stays at the clause whose comment was deleted.
let left = null;

export function startCounts() {
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    left = detail.requestConfig?.elt.closest("dialog") && detail.target.matches(".comment") ? detail.target.closest(".clause") : null;
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => detail.elt.closest?.("dialog")?.close());
  document.addEventListener("htmx:afterSettle", count);
  document.addEventListener("htmx:afterSwap", () => {
    count();
    left?.querySelector(".add-comment button")?.focus({ preventScroll: true });
    left = null;
  });
}

function count() {
  for (const place of document.querySelectorAll("[data-count-in]")) {
    const number = document.getElementById(place.dataset.countIn)?.querySelectorAll(".comment").length ?? 0;
    place.textContent = number;
    place.hidden = !number;
  }
}
