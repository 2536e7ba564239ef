// Links that take the filters of the list along as they are now, a week that is asked for only where it counts, and the fields of the
// command that is chosen.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-with-filters]");
  if (link) link.search = location.search;
}, true);

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
