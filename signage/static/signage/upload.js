// Sends files piece by piece. After a pause, a lost connection or a reload it goes on where the server says that the bytes end.
// Of several files it shows what became of each in its row.
import { Transfer } from "./transfer.js";

const ASK_EVERY = 1500;
const ASK_LATER = 15_000;
const MOST_ASKED = 100;

const form = document.querySelector("[data-library-upload]");
const input = form?.querySelector("[data-upload-input]");
const list = form?.querySelector("[data-upload-list]");
const start = form?.querySelector("[data-upload-start]");
const token = form?.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
const text = (name, ...parts) =>
  parts.reduce((words, part, at) => words.replace(`{${at}}`, part), document.querySelector(`[data-upload-text="${name}"]`)?.content.textContent ?? "");
const size = (bytes) => {
  const unit = bytes >= 1e9 ? ["GB", 1e9] : bytes >= 1e6 ? ["MB", 1e6] : ["kB", 1e3];
  return `${(bytes / unit[1]).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit[0]}`;
};
const rows = [];
let isSending = false;
let isWatching = false;

function complain(words) {
  const alert = form.querySelector("[data-upload-alert]");
  alert.hidden = !words;
  alert.querySelector("p").textContent = words;
}

/** The row of an unfinished upload of this very file, as far as a browser can tell. */
function unfinished(file) {
  const content = form.querySelector("input[name=content]")?.value ?? "";
  return [...list.querySelectorAll("[data-key]")].find(
    ({ dataset }) => dataset.name === file.name && Number(dataset.size) === file.size && Number(dataset.modified) === file.lastModified && dataset.content === content && !dataset.taken,
  );
}

function newLine(file) {
  const line = form.querySelector("[data-upload-template]").content.firstElementChild.cloneNode(true);
  line.querySelector(".upload-name").textContent = file.name;
  const bar = line.querySelector("progress");
  bar.max = file.size || 1;
  bar.setAttribute("aria-label", file.name);
  return line;
}

function add(file) {
  const known = unfinished(file);
  const line = newLine(file);
  const row = { file, line, key: known?.dataset.key ?? "", url: known?.dataset.url ?? "", next: "", state: "waiting", transfer: null };
  if (known) {
    known.dataset.taken = "yes";
    line.querySelector("progress").value = known.querySelector("progress").value;
    known.replaceWith(line);
  } else {
    list.append(line);
  }
  line.querySelector("[data-upload-pause]").addEventListener("click", () => toggle(row));
  line.querySelector("[data-upload-discard]").addEventListener("click", () => discard(row));
  say(row, text("waiting"));
  rows.push(row);
}

function say(row, words) {
  row.line.querySelector("[data-upload-state]").textContent = words;
}

function draw(row, offset) {
  row.line.querySelector("progress").value = offset;
  const done = size(offset), all = size(row.file.size), share = `${Math.floor((offset / row.file.size) * 100)} %`;
  if (row.state === "sending") say(row, text("sending", done, all, share));
  if (row.state === "offline") say(row, text("offline", done, all));
  if (row.state === "paused") say(row, text("paused", done, all));
}

function toggle(row) {
  const label = row.line.querySelector("[data-upload-pause] span");
  if (row.state === "paused") {
    row.state = "waiting";
    label.textContent = text("pause");
    say(row, text("waiting"));
    sendNext();
    return;
  }
  row.state = "paused";
  label.textContent = text("resume");
  row.transfer?.stop();
  draw(row, row.line.querySelector("progress").value);
}

async function discard(row) {
  row.state = "gone";
  row.transfer?.stop();
  row.line.remove();
  if (row.url) await fetch(row.url, { method: "DELETE", headers: { "X-CSRFToken": token } }).catch(() => null);
}

/** Asks the server for room; false when it refused, with the reason on the row. */
async function begin(row) {
  const data = new FormData(form);
  data.set("name", row.file.name);
  data.set("size", row.file.size);
  data.set("modified", row.file.lastModified);
  if (rows.length > 1) data.set("title", "");
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 201) {
    row.key = said.key;
    row.url = said.url;
    return true;
  }
  fail(row, `${text("failed")}: ${said.error ?? answer.status}`);
  return false;
}

function fail(row, words) {
  row.state = "failed";
  row.line.classList.add("is-bad");
  row.line.querySelector("[data-upload-pause]").hidden = true;
  row.line.querySelector("progress").hidden = true;
  say(row, words);
}

/** Every byte is there; `next` is the page of the upload. */
function received(row, next) {
  Object.assign(row, { state: "checking", next });
  row.line.querySelector("[data-upload-pause]").hidden = true;
  row.line.querySelector("[data-upload-discard]").hidden = true;
  row.line.querySelector("progress").removeAttribute("value");
  say(row, text("done"));
}

/** What the server says of a file that it has. */
function show(row, result) {
  const bar = row.line.querySelector("progress");
  bar.hidden = !result.is_open;
  bar.max = 1;
  if (result.share === null) bar.removeAttribute("value");
  else bar.value = result.share;
  say(row, result.words);
  if (result.is_open) return;
  row.state = "done";
  row.line.classList.add(result.is_bad ? "is-bad" : "is-good");
  if (!result.url) return;
  const link = document.createElement("a");
  link.href = result.url;
  link.className = "button button-small";
  link.textContent = result.label;
  row.line.querySelector(".upload-buttons").append(link);
}

/** Asks until each of the files that are there has its result; seldom while nobody looks or nobody answers. */
async function watch() {
  if (isWatching) return;
  isWatching = true;
  let wait = ASK_EVERY;
  for (let open = checking(); open.length; open = checking()) {
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? ASK_LATER : wait));
    const asked = new URLSearchParams(open.slice(0, MOST_ASKED).map(({ key }) => ["key", key]));
    const said = await fetch(`${form.dataset.results}?${asked}`).then((answer) => answer.json()).catch(() => null);
    wait = said ? ASK_EVERY : ASK_LATER;
    for (const result of said?.results ?? []) show(rows.find(({ key }) => key === result.key), result);
  }
  isWatching = false;
}

async function send(row) {
  row.state = "sending";
  if (!row.url && !(await begin(row))) return;
  if (row.state !== "sending") return;
  row.transfer = new Transfer(row.file, row.url, token, {
    moved: (offset) => draw(row, offset),
    lost: () => { if (row.state === "sending") row.state = "offline"; },
    back: () => { if (row.state === "offline") row.state = "sending"; },
  });
  const ended = await row.transfer.run();
  if (ended.state === "done") received(row, ended.next);
  else if (ended.state === "failed") fail(row, ended.error || text("gone"));
  if (rows.length > 1) watch();
}

/** One file after the other. */
async function sendNext() {
  if (isSending) return;
  isSending = true;
  try {
    for (let row = next(); row; row = next()) {
      try {
        await send(row);
      } catch {
        fail(row, text("failed"));
      }
    }
  } finally {
    isSending = false;
    for (const button of form.querySelectorAll(".is-busy")) {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-disabled");
    }
  }
  const [only] = rows;
  if (rows.length === 1 && only.state === "checking") location.assign(only.next);
}

const checking = () => rows.filter((row) => row.state === "checking");
const next = () => rows.find((row) => row.state === "waiting");

if (form) {
  input.disabled = start.disabled = false;
  input.addEventListener("change", () => {
    complain("");
    for (const file of input.files) add(file);
    input.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    complain(isSending || next() ? "" : text("none"));
    sendNext();
  });
  for (const line of list.querySelectorAll("[data-key]")) {
    line.querySelector("[data-upload-discard]").addEventListener("click", () => discard({ line, url: line.dataset.url }));
  }
  window.addEventListener("beforeunload", (event) => {
    if (rows.some((row) => row.state === "sending" || row.state === "offline")) event.preventDefault();
  });
}
