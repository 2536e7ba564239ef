// Links that take the filters of the list along as they are now, a week that is asked for only where it counts, the fields of the command
// that is chosen, and buttons that tick all screens of the list or none.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-with-filters]");
  if (link) link.search = location.search;
}, true);

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-tick]");
  if (!button) return;
  const { ticks } = button.closest("[data-ticks]").dataset;
  for (const box of button.closest("form").querySelectorAll(`input[type=checkbox][name=${ticks}]`)) box.checked = button.dataset.tick === "all";
});

const week = document.querySelector(".screen-week");
const always = document.querySelector("input[name=always_on]");
const parts = [...document.querySelectorAll("[data-for-kind]")];

function show() {
  if (week && always) week.hidden = always.checked;
  const kind = document.querySelector("input[name=kind]:checked")?.value;
  for (const part of parts) part.hidden = part.dataset.forKind !== kind;
}

document.addEventListener("change", show);
show();
