// `data-opens="id"` opens a <dialog>, `data-closes` closes the one around it; a click beside it closes it too.
export function startDialogs() {
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (target.closest("[data-closes]") || target.matches("dialog[open]")) target.closest("dialog")?.close();
  });
}
