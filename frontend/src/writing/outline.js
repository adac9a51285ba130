// The pane with the contents and the list of comments: a column where there is room, otherwise it opens over the page.
export function startOutline() {
  document.addEventListener("click", ({ target }) => {
    const toggle = target.closest("[data-toggles]");
    if (toggle) return show(toggle, toggle.getAttribute("aria-expanded") !== "true");
    if (target.closest(".outline-pane a")) closeAll();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeAll());
}

function closeAll() {
  for (const toggle of document.querySelectorAll("[data-toggles][aria-expanded=true]")) show(toggle, false);
}

function show(toggle, open) {
  toggle.setAttribute("aria-expanded", open);
  const pane = document.getElementById(toggle.dataset.toggles);
  pane.classList.toggle("opened", open);
  if (open) pane.querySelector("a")?.focus({ preventScroll: true });
  else if (pane.contains(document.activeElement)) toggle.focus();
}
