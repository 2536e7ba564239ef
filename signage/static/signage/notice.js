// Shows a notice as it is written.
const form = document.querySelector("[data-notice-form]");
const preview = form?.querySelector("[data-notice-preview]");

function show() {
  for (const control of form.querySelectorAll("[data-notice-part]")) {
    const part = control.dataset.noticePart;
    if (part === "tone") preview.dataset.tone = control.value;
    else preview.querySelector(`[data-notice-shows="${part}"]`).textContent = control.value;
  }
}

form?.addEventListener("input", show);
if (form) show();
