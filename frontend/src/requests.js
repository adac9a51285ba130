// htmx under our strict content security policy, and what happens when a request is refused or gets no answer.
import htmx from "htmx.org/dist/htmx.esm.js";

const NO_ANSWER = "网络没有连通，刚才的操作没有办成。请检查网络后再试一次；仍不行的，请联系区安委办。";

export function startHtmx() {
  window.htmx = htmx;
  Object.assign(htmx.config, {
    includeIndicatorStyles: false,
    allowEval: false,
    allowScriptTags: false,
    historyCacheSize: 0, // pages are personal: nothing of them is kept in the browser
    refreshOnHistoryMiss: true, // so the back button asks for the page as it was looked at
    responseHandling: [
      { code: "204", swap: false },
      { code: "[45]..", swap: true, error: true },
      { code: "...", swap: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  });
  document.addEventListener("htmx:beforeSwap", onlyOurOwnErrors);
  document.addEventListener("htmx:sendError", noAnswer);
  document.addEventListener("htmx:timeout", noAnswer);
  document.addEventListener("htmx:afterSwap", showRefusal);
  document.addEventListener("htmx:beforeSwap", noticeFocus);
  document.addEventListener("htmx:afterSettle", keepFocus);
}

// Whoever works with the keyboard goes on where he was, though what had the focus is gone: in what was refused, at what
// the form names (`data-focus-after`), else where the part that came keeps a place for him. Nothing scrolls.
let left = ""; // id of the part that had the focus and is being replaced

function noticeFocus({ detail: { target } }) {
  if (document.activeElement === document.body) return; // two parts come one right after the other
  left = target.contains(document.activeElement) ? target.id : "";
}

function keepFocus({ detail: { requestConfig } }) {
  const part = document.getElementById(left);
  left = "";
  if (document.activeElement !== document.body) return;
  const named = document.getElementById(requestConfig?.elt.dataset.focusAfter);
  const next = named?.closest("form")?.querySelector("[aria-invalid]") ?? named ?? part?.querySelector("[data-keeps-focus]") ?? part;
  next?.focus({ preventScroll: true });
}

// An error page of a proxy must not land in the middle of a table; ours say themselves where they go. A field that
// saves itself tells of its failure beside itself.
function onlyOurOwnErrors(event) {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status < 400) return;
  if (requestConfig.elt.matches("[data-autosave]")) {
    event.detail.shouldSwap = false;
  } else if (xhr.status !== 422 && !xhr.getResponseHeader("HX-Retarget")) {
    event.detail.shouldSwap = false;
    say(NO_ANSWER);
  }
}

function noAnswer(event) {
  if (!event.detail.requestConfig?.elt.matches("[data-autosave]")) say(NO_ANSWER);
}

function showRefusal(event) {
  if (event.detail.target.id === "refusal") event.detail.target.scrollIntoView({ block: "nearest" });
}

function say(sentence) {
  const place = document.getElementById("refusal");
  if (!place) return;
  const banner = document.createElement("div");
  banner.className = "refusal";
  banner.setAttribute("role", "alert");
  banner.textContent = sentence;
  place.replaceChildren(banner);
  place.scrollIntoView({ block: "nearest" });
}
