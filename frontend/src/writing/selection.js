// Words that are selected inside one clause, with mouse, finger or keys, become what the new comment quotes.
const GAP = 8; // px between the words and the button

export function startSelection() {
  const button = document.querySelector("[data-comment-on-selection]");
  if (!button) return;
  let chosen = null;
  document.addEventListener("selectionchange", () => {
    chosen = selected();
    button.hidden = !chosen;
    if (chosen) place(button, chosen.box);
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // or the selection is gone before the click
  button.addEventListener("click", () => {
    if (!chosen) return;
    begin(chosen);
    document.getSelection().removeAllRanges();
  });
}

function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const text = elementOf(range.commonAncestorContainer).closest("[data-clause-text]");
  const form = text?.closest(".clause").querySelector(".add-comment");
  const words = text ? wordsIn(range, text) : "";
  return form && words.trim() ? { form, words, box: range.getBoundingClientRect() } : null;
}

function elementOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}

// As the draft has them: one line a paragraph.
function wordsIn(range, text) {
  const lines = [];
  for (const paragraph of text.querySelectorAll("p")) {
    if (!range.intersectsNode(paragraph)) continue;
    const inside = document.createRange();
    inside.selectNodeContents(paragraph);
    if (inside.compareBoundaryPoints(Range.START_TO_START, range) < 0) inside.setStart(range.startContainer, range.startOffset);
    if (inside.compareBoundaryPoints(Range.END_TO_END, range) > 0) inside.setEnd(range.endContainer, range.endOffset);
    lines.push(inside.toString());
  }
  return lines.filter((line, number) => line || (number && number < lines.length - 1)).join("\n");
}

function place(button, box) {
  const below = box.bottom + GAP;
  const room = window.innerHeight - button.offsetHeight - GAP;
  button.style.top = `${Math.max(GAP, Math.min(below, room))}px`;
  button.style.left = `${Math.max(GAP, Math.min(box.left, window.innerWidth - button.offsetWidth - GAP))}px`;
}

function begin({ form, words }) {
  const field = form.elements.namedItem("selected");
  field.value = words;
  form.requestSubmit();
  field.value = "";
}
