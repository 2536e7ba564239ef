// Keys of the inspecting page: c confirms, r rejects, j and k choose the next and previous finding, n and p the next and previous ticket.
const root = document.querySelector("[data-inspect]");
let chosen = "";

const isTyping = (target) => Boolean(target.closest?.("input, textarea, select, [contenteditable]"));
const findings = () => [...root.querySelectorAll("[data-finding]")];

function choose(finding, { focus = true } = {}) {
  chosen = finding ? finding.dataset.finding : "";
  for (const one of findings()) one.classList.toggle("is-chosen", one === finding);
  for (const mark of root.querySelectorAll("[data-marks]")) {
    mark.classList.toggle("is-chosen", chosen !== "" && mark.dataset.marks.split(" ").includes(chosen));
  }
  if (!finding) return;
  if (focus) finding.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "nearest" });
  root.querySelector(".marked-text mark.is-chosen")?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const every = findings();
  if (!every.length) return;
  const place = every.findIndex((one) => one.dataset.finding === chosen);
  const next = place < 0 ? (by > 0 ? 0 : every.length - 1) : Math.min(Math.max(place + by, 0), every.length - 1);
  choose(every[next]);
}

function judge(verdict) {
  const finding = findings().find((one) => one.dataset.finding === chosen) ?? findings()[0];
  if (!finding) return;
  chosen = finding.dataset.finding;
  finding.querySelector(`form[data-verdict="${verdict}"]`)?.requestSubmit();
}

function go(selector) {
  const link = document.querySelector(selector);
  if (link) location.assign(link.href);
}

const ACTS = {
  c: () => judge("confirmed"),
  r: () => judge("rejected"),
  j: () => step(1),
  k: () => step(-1),
  n: () => go("[data-go-after]"),
  p: () => go("[data-go-before]"),
};

if (root) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || !ACTS[event.key]) return;
    event.preventDefault();
    ACTS[event.key]();
  });
  root.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-marks]");
    const finding = mark ? findings().find((one) => mark.dataset.marks.split(" ").includes(one.dataset.finding)) : event.target.closest("[data-finding]");
    if (finding && !event.target.closest("form")) choose(finding, { focus: !mark });
  });
  // A judged finding has been drawn anew: the next one that nobody judged is chosen. Only after settling, which sets classes back.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target !== root) return;
    const every = findings();
    const place = every.findIndex((one) => one.dataset.finding === chosen);
    choose(every.slice(place + 1).find((one) => one.classList.contains("is-open")) ?? every[place] ?? null);
  });
}
