// A link that takes the filters of the list along as they are now, not as they were when the page came.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-with-filters]");
  if (link) link.search = location.search;
}, true);
