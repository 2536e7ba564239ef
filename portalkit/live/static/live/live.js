// Sends the version that is shown, keeps the one that comes back, and says when data are late.
const FAILURES_UNTIL_STALE = 2;
const CHECK_EVERY = 10_000;
const failures = new WeakMap();

const liveOf = (event) => (event.detail.elt?.matches?.("[data-live-content]") ? event.detail.elt.closest("[data-live]") : null);

function isOld(live) {
  const moment = live.querySelector("[data-live-as-of]")?.dataset.moment;
  const limit = Number(live.dataset.staleSeconds);
  return Boolean(moment && limit) && Date.now() - Date.parse(moment) > limit * 1000;
}

function judge(live) {
  const isStale = (failures.get(live) ?? 0) >= FAILURES_UNTIL_STALE || isOld(live);
  live.classList.toggle("is-stale", isStale);
  live.querySelector("[data-live-banner]").hidden = !isStale;
}

function note(live, response) {
  live.dataset.version = response.getResponseHeader("Live-Version") ?? live.dataset.version;
  const shown = live.querySelector("[data-live-as-of]");
  const moment = response.getResponseHeader("Live-As-Of");
  if (!shown || !moment) return;
  shown.dataset.moment = moment;
  shown.textContent = response.getResponseHeader("Live-As-Of-Text");
}

document.addEventListener("htmx:configRequest", (event) => {
  const live = liveOf(event);
  if (live) event.detail.headers["Live-Version"] = live.dataset.version;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const live = liveOf(event);
  if (!live) return;
  failures.set(live, event.detail.successful ? 0 : (failures.get(live) ?? 0) + 1);
  if (event.detail.successful) note(live, event.detail.xhr);
  judge(live);
});

setInterval(() => {
  for (const live of document.querySelectorAll("[data-live]")) judge(live);
}, CHECK_EVERY);
