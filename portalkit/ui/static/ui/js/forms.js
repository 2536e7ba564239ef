// Small help for forms: no double submit, changes that submit, drop zones, leave-table-row links, error summaries that take focus.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get" || event.target.hasAttribute("data-repeatable")) return;
  const button = event.submitter;
  if (!button) return;
  setTimeout(() => {
    button.classList.add("is-busy");
    button.setAttribute("aria-disabled", "true");
  });
});

addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll(".is-busy")) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
});

document.addEventListener("change", (event) => {
  const control = event.target.closest("[data-submits]");
  if (control) control.form.requestSubmit();
  const zone = event.target.closest("[data-drop-zone]");
  if (zone && event.target.type === "file") listFiles(zone, event.target.files);
});

for (const kind of ["dragover", "dragenter"]) {
  document.addEventListener(kind, (event) => event.target.closest?.("[data-drop-zone]")?.classList.add("is-over"));
}
for (const kind of ["dragleave", "drop", "dragend"]) {
  document.addEventListener(kind, (event) => event.target.closest?.("[data-drop-zone]")?.classList.remove("is-over"));
}

function listFiles(zone, files) {
  const list = zone.querySelector(".drop-files");
  if (!list) return;
  list.replaceChildren(...[...files].map((file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name} · ${sizeOf(file.size)}`;
    return line;
  }));
}

function sizeOf(bytes) {
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1048576).toFixed(1)} MiB`;
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, select, label, summary") || getSelection().toString()) return;
  if (event.metaKey || event.ctrlKey) open(row.dataset.href);
  else location.assign(row.dataset.href);
});

document.querySelector("form[method=post] [data-error-summary]")?.focus();
