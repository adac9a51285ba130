// The draft part by part. Where the screen is narrow one part is open at a time: the one that was open when the page
// was left. Where one was reading is kept on this machine, and a link leads there.
const NARROW = window.matchMedia("(max-width: 640px)");

export function startParts(page) {
  if (!page) return;
  const parts = [...page.querySelectorAll("[data-part]")];
  const kept = keptIn(page.dataset.writing ?? page.dataset.reading);
  const last = document.getElementById(kept.read());
  if (NARROW.matches && parts.length > 1) foldAllBut(partOf(named(location.hash)) ?? partOf(last) ?? parts[0], parts);
  for (const part of parts) part.addEventListener("toggle", () => toggled(part, parts));
  window.addEventListener("hashchange", () => reveal(named(location.hash)));
  reveal(named(location.hash));
  offer(page.querySelector("[data-resume]"), last);
  keepPlace(page, kept);
}

function foldAllBut(open, parts) {
  for (const part of parts) part.open = part === open;
}

// The heading that was pressed stays under the finger while another part above it closes.
function toggled(part, parts) {
  if (!NARROW.matches || !part.open) return;
  const others = parts.filter((other) => other !== part && other.open);
  if (!others.length) return;
  foldAllBut(part, parts);
  part.querySelector("summary").scrollIntoView({ block: "start" });
}

function named(hash) {
  return hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
}

function partOf(element) {
  return element?.closest("[data-part]");
}

function reveal(element) {
  const part = partOf(element);
  if (!part || part.open) return;
  part.open = true;
  element.scrollIntoView({ block: "start" });
}

function offer(link, last) {
  if (!link || !last || last === document.querySelector(".clause") || location.hash) return;
  link.textContent = `接着上次看：${last.querySelector("h3, h2")?.textContent.trim() ?? ""}`;
  link.href = `#${last.id}`;
  link.hidden = false;
}

function keepPlace(page, kept) {
  let waiting = null;
  window.addEventListener(
    "scroll",
    () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => keepTopmost(page, kept), 400);
    },
    { passive: true },
  );
}

function keepTopmost(page, kept) {
  const shown = [...page.querySelectorAll(".clause")].filter((clause) => !clause.closest("details:not([open])"));
  const top = shown.find((clause) => clause.getBoundingClientRect().bottom > 80);
  if (!top) return;
  kept.write(top.id);
  page.dataset.place = top.id;
}

// Without localStorage one simply begins at the top.
function keptIn(reply) {
  const key = `zhengxun:place:${document.body.dataset.officer ?? ""}:${reply}`;
  return {
    read: () => {
      try {
        return localStorage.getItem(key) ?? "";
      } catch {
        return "";
      }
    },
    write: (id) => {
      try {
        localStorage.setItem(key, id);
      } catch {
        // nothing is kept then
      }
    },
  };
}
