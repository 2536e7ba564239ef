// Menus are <details>: they work without this; here they close by Escape, by a click elsewhere and when another opens.
const opened = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLDetailsElement) || !menu.matches("[data-menu]") || !menu.open) return;
  for (const other of opened()) if (other !== menu && !other.contains(menu)) other.open = false;
  menu.dispatchEvent(new CustomEvent("menu-open", { bubbles: true }));
  menu.querySelector("[data-filter-input]")?.focus();
}, true);

document.addEventListener("click", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of opened()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  if (!menu) return;
  const items = [...menu.querySelectorAll(".menu-item, .month")].filter((item) => item.offsetParent !== null);
  const place = items.indexOf(document.activeElement);
  const next = event.key === "ArrowDown" ? place + 1 : place - 1;
  items[(next + items.length) % items.length]?.focus();
  event.preventDefault();
});

// A list with a filter box: [data-filter-list] holds [data-filter-input] and buttons.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-filter-input]")) return;
  const list = event.target.closest("[data-filter-list]");
  const wanted = event.target.value.trim().toLowerCase();
  let found = 0;
  for (const item of list.querySelectorAll(".menu-item")) {
    item.hidden = wanted !== "" && !item.textContent.toLowerCase().includes(wanted);
    if (!item.hidden) found += 1;
  }
  const none = list.querySelector("[data-filter-none]");
  if (none) none.hidden = found > 0;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-filter-input]")) return;
  event.preventDefault();
  event.target.closest("[data-filter-list]").querySelector(".menu-item:not([hidden])")?.click();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  menu?.querySelector("[data-filter-input]")?.focus();
});
