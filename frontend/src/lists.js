// Lists that are looked at otherwise in their own place. An address without a choice shows the last look, so before the
// next one the address is made to say what is shown now: then the back button leads back to it.
export function startLists() {
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const list = detail.target.closest("[data-look]");
    if (list && detail.requestConfig.verb === "get") history.replaceState(history.state, "", list.dataset.look);
  });
}
