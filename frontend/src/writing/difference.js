// What a proposal changes in the quoted words, shown while one types. It reads as on the leader's page, which
// workflow/documents/comparison.py makes: characters, but numbers and Latin words as wholes, and no shreds.
import { diffArrays } from "diff";

const TOKENS = /[A-Za-z]+|\d+(?:\.\d+)*|\r\n|[^]/gu;
const MOST_EDITS = 4000; // beyond that the whole is replaced
const NAMES = { same: null, removed: "del", added: "ins" };

export function startDifference() {
  for (const place of document.querySelectorAll("[data-difference]")) show(place.closest(".comment"));
  document.addEventListener("input", ({ target }) => show(target.closest(".comment")));
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    for (const place of target.querySelectorAll?.("[data-difference]") ?? []) show(place.closest(".comment"));
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-take-over]")) takeOver(target.closest(".comment"));
  });
}

function show(comment) {
  const place = comment?.querySelector("[data-difference]");
  if (!place) return;
  const { original, proposed } = fieldsOf(comment);
  comment.querySelector("[data-take-over]").hidden = Boolean(proposed.value) || !original.value;
  place.hidden = !(original.value && proposed.value);
  place.querySelector(".difference").replaceChildren(...difference(original.value, proposed.value).map(shown));
}

function fieldsOf(comment) {
  return { original: comment.querySelector("[name=original]"), proposed: comment.querySelector("[name=proposed]") };
}

function takeOver(comment) {
  const { original, proposed } = fieldsOf(comment);
  proposed.value = original.value;
  proposed.dispatchEvent(new Event("input", { bubbles: true }));
  proposed.focus();
}

function shown([kind, text]) {
  if (!NAMES[kind]) return document.createTextNode(text);
  return Object.assign(document.createElement(NAMES[kind]), { textContent: text });
}

// Pieces [kind, text]; what was removed stands before what was put in its place.
function difference(old, now) {
  const [before, after] = [old.match(TOKENS) ?? [], now.match(TOKENS) ?? []];
  const pieces = [];
  let [done, doneAfter] = [0, 0];
  const until = (start, startAfter) => {
    if (start > done) pieces.push(["removed", before.slice(done, start).join("")]);
    if (startAfter > doneAfter) pieces.push(["added", after.slice(doneAfter, startAfter).join("")]);
  };
  for (const [start, startAfter, length] of kept(before, after)) {
    until(start, startAfter);
    pieces.push(["same", before.slice(start, start + length).join("")]);
    [done, doneAfter] = [start + length, startAfter + length];
  }
  until(before.length, after.length);
  return pieces;
}

function kept(before, after) {
  const changes = diffArrays(before, after, { maxEditLength: MOST_EDITS }) ?? [];
  const blocks = [];
  let [start, startAfter] = [0, 0];
  for (const { added, removed, count } of changes) {
    if (!added && !removed) blocks.push([start, startAfter, count]);
    if (!added) start += count;
    if (!removed) startAfter += count;
  }
  return blocks.filter((block) => !isShred(block, before.length, after.length));
}

function isShred([start, startAfter, length], lengthBefore, lengthAfter) {
  const atStart = !start && !startAfter;
  const atEnd = start + length === lengthBefore && startAfter + length === lengthAfter;
  return length <= 1 && !atStart && !atEnd;
}
