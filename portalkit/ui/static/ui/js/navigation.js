// The drawer on narrow screens, the rail on wide ones, and which sections are folded (kept in a cookie that the server reads).
const shell = document.querySelector("[data-shell]");
const COOKIE = "noc_navigation";

function keep() {
  const folded = [...shell.querySelectorAll("[data-section]:not([open])")].map((section) => section.dataset.section);
  const value = [...(shell.classList.contains("is-rail") ? ["rail"] : []), ...folded].join(".");
  document.cookie = `${COOKIE}=${value}; path=/; max-age=31536000; samesite=lax`;
}

function toggleRail() {
  const isRail = shell.classList.toggle("is-rail");
  shell.querySelector("[data-rail-toggle]").setAttribute("aria-pressed", String(isRail));
  if (isRail) for (const section of shell.querySelectorAll("[data-section]")) section.open = true;
  keep();
  dispatchEvent(new Event("resize"));
}

function drawer(isOpen) {
  shell.classList.toggle("is-drawer-open", isOpen);
  shell.querySelector(".drawer-shade").hidden = !isOpen;
  const opener = shell.querySelector("[data-drawer-open]");
  opener.setAttribute("aria-expanded", String(isOpen));
  (isOpen ? shell.querySelector(".sidebar-close") : opener).focus();
}

if (shell) {
  shell.addEventListener("toggle", (event) => {
    if (event.target.matches("[data-section]")) keep();
  }, true);
  shell.addEventListener("click", (event) => {
    if (event.target.closest("[data-rail-toggle]")) toggleRail();
    if (event.target.closest("[data-drawer-open]")) drawer(true);
    if (event.target.closest("[data-drawer-close]")) drawer(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shell.classList.contains("is-drawer-open")) drawer(false);
  });
  document.addEventListener("ui:toggle-navigation", toggleRail);
  if (shell.classList.contains("is-rail")) for (const section of shell.querySelectorAll("[data-section]")) section.open = true;
  shell.querySelector(".nav-link[aria-current=page]")?.scrollIntoView({ block: "nearest" });
}
