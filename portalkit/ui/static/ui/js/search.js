// Arrow keys walk through the suggestions; Escape empties them.
const box = document.querySelector("[data-search]");

function links() {
  return [...box.querySelectorAll("#search-suggestions a")];
}

if (box) {
  const input = box.querySelector("input");
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      box.querySelector("#search-suggestions").replaceChildren();
      input.focus();
      input.select();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const found = [input, ...links()];
    const place = found.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    found[(place + found.length) % found.length].focus();
    event.preventDefault();
  });
}
