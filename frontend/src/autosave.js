// A field that saves itself (`data-autosave`, macro `autosaved`): htmx posts it shortly after the last keystroke; here
// its state is told in words, and what could not be sent is kept on this machine until it could.
import htmx from "htmx.org/dist/htmx.esm.js";

const RETRY_AFTER = 15000;
const WORDS = {
  typing: "正在输入",
  saving: "正在保存",
  lost: "未保存：网络中断，内容已暂存本机，恢复后自动保存",
  lostEverywhere: "未保存：网络中断，本机也无法暂存，请先不要关闭此页",
  loggedOut: "未保存：登录已失效，内容已暂存本机，重新登录后打开此页会自动恢复",
  restored: "已找回上次没有保存成功的内容，正在保存",
  refused: "没有存入系统，本机留有一份。",
};

const TROUBLE = ["lost", "refused"];

const fields = new Map(); // element -> { base: what the server has, tried: sent but not confirmed, sent: under way, tone }

export function startAutosave() {
  htmx.onLoad((root) => {
    const found = root.matches?.("[data-autosave]") ? [root] : root.querySelectorAll("[data-autosave]");
    for (const field of found) if (!fields.has(field)) adopt(field, root !== document.body);
  });
  window.addEventListener("pageshow", askAgainWhenOld);
  document.addEventListener("htmx:configRequest", (event) => on(event, tellWhatWasSeen));
  document.addEventListener("htmx:beforeRequest", (event) => on(event, sending));
  document.addEventListener("htmx:afterRequest", (event) => on(event, answered));
  window.addEventListener("online", sendAgain);
  window.addEventListener("pagehide", flush);
  window.addEventListener("beforeunload", warn);
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  document.addEventListener("submit", holdUntilSaved, true);
  setInterval(sendAgain, RETRY_AFTER);
}

// What is sent off (`data-after-saving`) holds everything that was typed: it waits for the last words to be saved, and
// stays when they cannot be.
let held = null; // { form, submitter }

function holdUntilSaved(event) {
  const { target: form, submitter } = event;
  if (!form.querySelector("[data-after-saving]")) return;
  const dirty = [...fields.keys()].filter((field) => field.isConnected && isDirty(field));
  if (!dirty.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held = { form, submitter };
  tellHeld("正在保存刚才填写的内容……");
  for (const field of dirty) if (!fields.get(field).sent) save(field);
}

function goOn() {
  if (!held || [...fields.keys()].some((field) => field.isConnected && isDirty(field))) return;
  const { form, submitter } = held;
  tellHeld("");
  held = null;
  form.requestSubmit(submitter);
}

function stayHere() {
  if (!held) return;
  tellHeld("刚才填写的内容还没有存入系统，没有送出。请等页面显示“已保存”后再办。");
  held = null;
}

function tellHeld(words) {
  held.form.querySelector("[data-after-saving]").textContent = words;
}

// The back button may show the page as it first came, before anything was saved: writing on there would undo that.
function askAgainWhenOld(event) {
  const [visit] = performance.getEntriesByType("navigation");
  if (fields.size && !event.persisted && visit?.type === "back_forward") location.reload();
}

function on(event, act) {
  const field = event.detail.requestConfig?.elt ?? event.detail.elt;
  if (fields.has(field)) act(field, event.detail);
}

function adopt(field, cameLater) {
  fields.set(field, { base: plain(field.defaultValue), tried: [], sent: null, tone: "" });
  field.addEventListener("input", () => {
    keep(field);
    if (fields.get(field).tone !== "lost") tell(field, "typing", WORDS.typing);
  });
  restore(field);
  if (cameLater && isDirty(field) && !fields.get(field).tone) catchUp(field);
}

// A quick hand types into a field that has just come, before htmx listens to it. (With the whole page it is the browser
// that may have put old words back; those are not sent.)
function catchUp(field) {
  keep(field);
  tell(field, "typing", WORDS.typing);
  save(field);
}

// What was kept is put back only when nobody has changed the saved text since; otherwise the writer chooses.
function restore(field) {
  const kept = backupOf(field);
  if (!kept) return;
  const base = fields.get(field).base;
  if (kept.value === base) return forget(field);
  if (kept.base === base) return putBack(field, kept.value);
  offer(field, kept);
}

function putBack(field, value) {
  field.value = value;
  tell(field, "saving", WORDS.restored);
  save(field);
}

function offer(field, kept) {
  const line = tell(field, "refused", `本机留有${inBeijing(kept.at)}没有保存成功的内容，与现在保存的不同。`);
  const choices = { 用本机的: () => putBack(field, kept.value), 不要了: () => (forget(field), tell(field, "", "")) };
  for (const [label, act] of Object.entries(choices)) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.className = "btn btn-sm btn-outline-secondary ms-2";
    button.addEventListener("click", act);
    line.append(button);
  }
  const preview = document.createElement("q");
  preview.className = "autosave-preview";
  preview.textContent = kept.value;
  line.append(preview);
}

function save(field) {
  htmx.trigger(field, "save");
}

// A colleague may have the same field open: the server compares. An answer may have been lost on the way, so what was
// sent and never confirmed counts as seen too.
function tellWhatWasSeen(field, { parameters }) {
  const { base, tried } = fields.get(field);
  if ("guarded" in field.dataset) parameters.seen = [base, ...tried];
}

function sending(field) {
  const state = fields.get(field);
  state.sent = valueOf(field);
  state.tried.push(state.sent);
  tell(field, "saving", WORDS.saving);
}

function answered(field, { xhr, successful }) {
  if (successful) return saved(field, xhr);
  fields.get(field).sent = null;
  const kept = keep(field);
  stayHere();
  if (xhr.status === 401) tell(field, "refused", WORDS.loggedOut);
  else if (xhr.status === 0 || xhr.status >= 500) tell(field, "lost", kept ? WORDS.lost : WORDS.lostEverywhere);
  else tell(field, "refused", WORDS.refused + sentenceIn(xhr.responseText));
}

function saved(field, xhr) {
  const state = fields.get(field);
  state.base = state.sent ?? valueOf(field);
  state.tried = [];
  state.sent = null;
  if (valueOf(field) !== state.base) return void keep(field); // typed on meanwhile: the next save is on its way
  forget(field);
  const at = xhr.getResponseHeader("X-Saved-At") ?? inBeijing(xhr.getResponseHeader("Date"));
  tell(field, "saved", `已保存 ${at}`);
  goOn();
}

function sentenceIn(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  return answer.querySelector("[data-sentence]")?.textContent.trim() ?? "";
}

function sendAgain() {
  for (const [field, state] of fields) if (field.isConnected && state.tone === "lost" && !state.sent) save(field);
}

function flush() {
  for (const [field, state] of fields) {
    if (!field.isConnected) fields.delete(field);
    else if (isDirty(field) && state.tone === "typing") save(field);
  }
}

function warn(event) {
  const unkept = [...fields.keys()].some((field) => field.isConnected && isDirty(field) && !backupOf(field));
  if (unkept) event.preventDefault();
}

function isDirty(field) {
  return valueOf(field) !== fields.get(field).base;
}

function valueOf(field) {
  return plain(field.value);
}

function plain(text) {
  return text.replace(/\r\n/g, "\n");
}

function tell(field, tone, words) {
  fields.get(field).tone = tone;
  const line = document.getElementById(field.dataset.autosave);
  line.dataset.tone = tone;
  line.textContent = words;
  tellOfAll(tone, words);
  return line;
}

// One line for the whole page (`data-autosave-summary`): what is not saved yet comes before what is.
function tellOfAll(tone, words) {
  const line = document.querySelector("[data-autosave-summary]");
  if (!line) return;
  const unsaved = [...fields].filter(([field, state]) => field.isConnected && TROUBLE.includes(state.tone));
  line.dataset.tone = unsaved.length ? "lost" : tone;
  line.textContent = unsaved.length ? `有${unsaved.length}处还没有存入系统` : words;
}

// localStorage may be full or forbidden; then the page says so and asks not to be closed.
function keyOf(field) {
  return `zhengxun:${document.body.dataset.officer ?? ""}:${field.getAttribute("hx-post")}:${field.name}`;
}

function keep(field) {
  const kept = { value: valueOf(field), base: fields.get(field).base, at: new Date().toISOString() };
  try {
    localStorage.setItem(keyOf(field), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

function backupOf(field) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(field)));
  } catch {
    return null;
  }
}

function forget(field) {
  try {
    localStorage.removeItem(keyOf(field));
  } catch {
    // nothing was kept then
  }
}

function inBeijing(moment) {
  const at = moment ? new Date(moment) : new Date();
  return at.toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false });
}
