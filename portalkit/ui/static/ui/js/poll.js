// [data-poll="15"] gets the event `poll` about every 15 seconds: six times slower while the page is hidden, at once when it is
// shown again, and slower by doubling (up to eight times) while the server does not answer. htmx: hx-trigger="poll".
const HIDDEN_FACTOR = 6;
const WORST_FACTOR = 8;
const timers = new WeakMap();
const failures = new WeakMap();

function delay(element) {
  const factor = Math.min(2 ** (failures.get(element) ?? 0), WORST_FACTOR) * (document.hidden ? HIDDEN_FACTOR : 1);
  return Number(element.dataset.poll) * 1000 * factor * (0.9 + Math.random() * 0.2);
}

function plan(element) {
  clearTimeout(timers.get(element));
  timers.set(element, setTimeout(() => fire(element), delay(element)));
}

function fire(element) {
  if (!element.isConnected) return;
  element.dispatchEvent(new CustomEvent("poll"));
  plan(element);
}

function watch(root) {
  const found = root.matches?.("[data-poll]") ? [root] : [];
  for (const element of [...found, ...root.querySelectorAll("[data-poll]")]) if (!timers.has(element)) plan(element);
}

document.addEventListener("htmx:afterRequest", (event) => {
  const element = event.detail.elt;
  if (!timers.has(element)) return;
  failures.set(element, event.detail.successful ? 0 : (failures.get(element) ?? 0) + 1);
  plan(element);
});
document.addEventListener("htmx:afterSettle", (event) => watch(event.target));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const element of document.querySelectorAll("[data-poll]")) fire(element);
});
watch(document.body);
