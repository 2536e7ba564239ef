// Shows as many places as the wall has; a place that holds something stays in sight, so that nothing is sent unseen.
const form = document.querySelector("[data-wall-form]");
const size = form?.elements.namedItem("size");

function show() {
  for (const place of form.querySelectorAll("[data-place]")) {
    place.hidden = Number(place.dataset.place) > Number(size.value) && !place.querySelector("input").value;
  }
}

if (size) {
  size.addEventListener("change", show);
  show();
}
