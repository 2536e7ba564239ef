// Sends each chosen file by itself and shows how far it is. Without this script the form sends them all in one go.
const form = document.querySelector("[data-upload]");
const text = (name) => document.querySelector(`[data-upload-text="${name}"]`)?.content.textContent ?? "";

function lineFor(file, list) {
  const line = document.createElement("li");
  const label = document.createElement("span");
  const bar = document.createElement("progress");
  label.textContent = `${file.name} `;
  bar.max = file.size || 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  line.append(label, bar);
  list.append(line);
  return { line, bar };
}

function finish({ line, bar }, message, url) {
  bar.remove();
  const note = document.createElement("span");
  note.textContent = `· ${message} `;
  line.append(note);
  if (!url) return;
  const link = document.createElement("a");
  link.href = url;
  link.textContent = text("open");
  line.append(link);
}

function send(file, shown) {
  return new Promise((resolve) => {
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => { shown.bar.value = Math.min(event.loaded, shown.bar.max); });
    request.addEventListener("loadend", () => resolve(settle(request, shown)));
    request.send(data);
  });
}

function settle(request, shown) {
  const batch = request.response?.batches?.[0];
  if (request.status === 201 && batch) {
    finish(shown, text(batch.refused ? "refused" : "sent"), batch.url);
    return batch;
  }
  finish(shown, request.response?.errors?.join(" ") || text("failed"));
  return null;
}

async function sendAll(files) {
  const list = form.querySelector("[data-upload-files]");
  list.replaceChildren();
  const limit = Number(form.dataset.limitMib) * 1048576;
  const received = [];
  for (const file of files) {
    const shown = lineFor(file, list);
    if (file.size > limit) finish(shown, text("too-large"));
    else received.push(await send(file, shown));
  }
  if (files.length === 1 && received[0]) location.assign(received[0].url);
}

form?.addEventListener("submit", (event) => {
  const files = [...form.querySelector('input[type="file"]').files];
  if (!files.length || !form.reportValidity()) return;
  event.preventDefault();
  sendAll(files).finally(() => {
    for (const button of form.querySelectorAll(".is-busy")) {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-disabled");
    }
  });
});
