// Links that take the filters of the list along as they are now, and a week that is asked for only where it counts.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-with-filters]");
  if (link) link.search = location.search;
}, true);

const week = document.querySelector(".screen-week");
const always = document.querySelector("input[name=always_on]");

function show() {
  week.hidden = always.checked;
}

if (week && always) {
  always.addEventListener("change", show);
  show();
}
