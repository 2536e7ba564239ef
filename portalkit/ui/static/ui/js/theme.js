// Switches the theme at once and tells the server, which draws the next page in it.
const root = document.documentElement;
const form = document.querySelector("[data-theme-form]");

function choose(theme) {
  root.dataset.theme = theme;
  for (const button of form.querySelectorAll("[name=theme]")) button.setAttribute("aria-pressed", String(button.value === theme));
  const body = new FormData(form);
  body.set("theme", theme);
  fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "manual" }).catch(() => {});
  document.dispatchEvent(new CustomEvent("ui:theme", { detail: { theme } }));
}

function isDark() {
  if (root.dataset.theme !== "auto") return root.dataset.theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

if (form) {
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    choose(event.submitter.value);
    form.closest("details").open = false;
  });
  document.addEventListener("ui:toggle-theme", () => choose(isDark() ? "light" : "dark"));
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (root.dataset.theme === "auto") document.dispatchEvent(new CustomEvent("ui:theme", { detail: { theme: "auto" } }));
});
