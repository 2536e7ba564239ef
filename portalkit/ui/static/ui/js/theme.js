// Switches the theme at once and tells the server, which draws the next page in it.
const root = document.documentElement;
const form = document.querySelector("[data-theme-form]");

function choose(theme) {
  root.dataset.theme = theme;
  for (const button of form.querySelectorAll("[name=theme]")) button.setAttribute("aria-pressed", String(button.value === theme));
  const body = new FormData(form);
  body.set("theme", theme);
  fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } }).catch(() => {});
  changed();
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
const changed = () => document.dispatchEvent(new CustomEvent("ui:theme", { detail: { theme: root.dataset.theme } }));
// Paper is always light: tokens.css gives the dark colours to screens only.
for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", changed);
