// Short messages. The server sends one with the header HX-Trigger: {"toast": {"text": "…", "tone": "good"}}.
const stack = document.querySelector("[data-toasts]");
const template = document.querySelector("[data-toast-template]");
const LIFETIME = { good: 6000, info: 6000, neutral: 6000, warn: 12000, bad: 0 };

const textOf = (name) => document.querySelector(`[data-text="${name}"]`)?.content.textContent ?? "";

function show(text, tone = "info") {
  if (!text) return;
  const same = [...stack.querySelectorAll("p")].find((line) => line.textContent === text);
  if (same) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.classList.add(`tone-${tone}`);
  toast.querySelector("p").textContent = text;
  stack.append(toast);
  expire(toast);
}

function expire(toast) {
  const tone = [...toast.classList].find((name) => name.startsWith("tone-"))?.slice(5) ?? "info";
  if (LIFETIME[tone]) setTimeout(() => toast.remove(), LIFETIME[tone]);
}

if (stack) {
  for (const toast of stack.querySelectorAll("[data-toast]")) expire(toast);
  document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove());
  document.addEventListener("toast", (event) => show(event.detail.text ?? event.detail.value, event.detail.tone));
  const isPoll = (event) => event.detail.elt?.closest?.("[data-poll]") && event.detail.requestConfig?.triggeringEvent?.type !== "click";
  document.addEventListener("htmx:responseError", (event) => {
    if (isPoll(event)) return;
    const status = event.detail.xhr.status;
    show(textOf(status === 401 ? "signed-out" : status === 403 || status === 404 ? "refused" : "failed"), "bad");
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!isPoll(event)) show(textOf("offline"), "warn");
  });
}
