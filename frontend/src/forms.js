// Forms: one submission a click, too large files told before they travel, the eye led to what is missing, and the way
// back to a page as it was left (`data-back`).
export function startForms() {
  document.addEventListener("submit", sendOnce);
  document.addEventListener("change", checkSize);
  window.addEventListener("pageshow", release); // the back button shows the page as it was left
  document.addEventListener("click", ({ target }) => target.closest("[data-back]") && history.back());
  document.querySelector(".error-summary")?.focus();
}

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
}

function release(event) {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}

function checkSize({ target }) {
  if (!target.matches("input[type=file][data-most-megabytes]")) return;
  const most = Number(target.dataset.mostMegabytes);
  const large = [...target.files].find((file) => file.size > most * 1024 * 1024);
  target.setCustomValidity(
    large ? `文件“${large.name}”超过${most} MB，无法上传。请压缩其中的图片或分成几个文件后再传。` : "",
  );
  target.reportValidity();
}
