// A choice of several says on its button what is chosen; the search within its list is no filter of the page.
function describe(multi) {
  const labels = [...multi.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.parentElement.textContent.trim());
  multi.querySelector("[data-filter-chosen]").textContent = labels.length ? labels.join(", ") : multi.dataset.blank;
}

document.addEventListener("change", (event) => {
  const multi = event.target.closest?.("[data-filter-multi]");
  if (!multi) return;
  if (event.target.matches("[data-filter-input]")) event.stopPropagation();
  else describe(multi);
}, true);

addEventListener("pageshow", () => {
  for (const multi of document.querySelectorAll("[data-filter-multi]")) describe(multi);
});
