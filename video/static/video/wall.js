// Keeps the pictures of a camera wall young: each tile asks again when its last answer is in, about every `data-every` seconds,
// six times slower while the page is hidden and slower by doubling while there is no picture. States come with the page's poll.
const HIDDEN_FACTOR = 6;
const WORST_FACTOR = 8;

function keepYoung(image, every) {
  const address = image.getAttribute("src");
  const none = image.parentElement.querySelector("[data-no-picture]");
  let failures = 0;
  let timer = 0;

  const plan = () => {
    clearTimeout(timer);
    const factor = Math.min(2 ** failures, WORST_FACTOR) * (document.hidden ? HIDDEN_FACTOR : 1);
    timer = setTimeout(ask, every * 1000 * factor);
  };
  const show = (isThere) => {
    image.classList.toggle("is-missing", !isThere);
    none.hidden = isThere;
  };
  const ask = () => {
    if (!image.isConnected) return;
    const next = new Image();
    next.addEventListener("load", () => { failures = 0; image.src = next.src; show(true); plan(); });
    next.addEventListener("error", () => { failures += 1; show(false); plan(); });
    next.src = `${address}?at=${Date.now()}`;
  };

  image.addEventListener("error", () => show(false));
  if (image.complete) show(image.naturalWidth > 0);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  plan();
}

function takeOver(states) {
  for (const one of states.querySelectorAll("[data-of]")) {
    const chip = document.querySelector(`[data-tile="${one.dataset.of}"] [data-state]`);
    if (!chip) continue;
    chip.className = `badge tone-${one.dataset.tone}`;
    chip.title = one.dataset.cause;
    chip.textContent = one.querySelector("span").textContent;
  }
}

const wall = document.querySelector("[data-wall]");
if (wall) {
  const every = Number(wall.dataset.every);
  for (const image of wall.querySelectorAll("[data-snapshot]")) keepYoung(image, every);
  document.addEventListener("htmx:afterSwap", (event) => {
    const states = event.target.querySelector?.("[data-wall-states]");
    if (states) takeOver(states);
  });
  const full = document.querySelector("[data-wall-full]");
  if (full && wall.requestFullscreen) {
    full.hidden = false;
    full.addEventListener("click", () => wall.requestFullscreen());
  }
}
