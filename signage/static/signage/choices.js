// Long lists of boxes to tick get a field that narrows them; what is ticked stays in sight.
const placeholder = document.querySelector("script[data-narrow]").dataset.narrow;
for (const group of document.querySelectorAll(".field-choices")) {
  const boxes = [...group.querySelectorAll("label")].filter((label) => label.querySelector("input[type=checkbox]"));
  if (boxes.length < 12) continue;
  group.classList.add("choices-long");
  const search = document.createElement("input");
  search.type = "search";
  search.setAttribute("aria-label", group.closest("fieldset").querySelector("legend").textContent.trim());
  search.placeholder = placeholder;
  group.before(search);
  const narrow = () => {
    const wanted = search.value.trim().toLowerCase();
    for (const label of boxes) {
      const isShown = !wanted || label.textContent.toLowerCase().includes(wanted) || label.querySelector("input").checked;
      (label.closest("div") === group ? label : label.parentElement).hidden = !isShown;
    }
  };
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    narrow();
  });
  search.addEventListener("change", (event) => event.stopPropagation());
}
