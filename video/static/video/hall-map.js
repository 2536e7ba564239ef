// The halls of the map are one stop of the tab key; arrow keys go to the nearest hall in their direction. The chosen hall stays
// chosen when a poll draws the map anew.
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
let current = "";
let hadFocus = false;

const marksOf = (map) => [...map.querySelectorAll("a[data-code]")];

function place(mark) {
  const box = mark.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function choose(map, chosen) {
  for (const mark of marksOf(map)) mark.setAttribute("tabindex", mark === chosen ? "0" : "-1");
  current = chosen.dataset.code;
}

function nearest(map, from, [right, down]) {
  const [x, y] = place(from);
  let found = null;
  let least = Infinity;
  for (const mark of marksOf(map)) {
    const [dx, dy] = place(mark).map((value, axis) => value - [x, y][axis]);
    const along = dx * right + dy * down;
    const cost = along + 2 * Math.abs(dx * down + dy * right);
    if (mark !== from && along > 0.5 && cost < least) [found, least] = [mark, cost];
  }
  return found;
}

function prepare(map) {
  const marks = marksOf(map);
  const chosen = marks.find((mark) => mark.dataset.code === current) ?? marks.at(-1);
  if (!chosen) return;
  choose(map, chosen);
  if (hadFocus) chosen.focus();
}

document.addEventListener("keydown", (event) => {
  const mark = event.target.closest?.("[data-hall-map] a[data-code]");
  if (!mark || !(event.key in DIRECTIONS)) return;
  event.preventDefault();
  nearest(mark.closest("[data-hall-map]"), mark, DIRECTIONS[event.key])?.focus();
});
document.addEventListener("focusin", (event) => {
  const mark = event.target.closest?.("[data-hall-map] a[data-code]");
  if (mark) choose(mark.closest("[data-hall-map]"), mark);
});
document.addEventListener("htmx:beforeSwap", () => {
  hadFocus = Boolean(document.activeElement?.closest("[data-hall-map]"));
});
document.addEventListener("htmx:afterSwap", (event) => {
  const map = event.target.querySelector?.("[data-hall-map]");
  if (map) prepare(map);
});
for (const map of document.querySelectorAll("[data-hall-map]")) prepare(map);
