// The grid editor of a roster: arrows move, a shift's code sets it, Delete clears, Enter or a click opens the menu, dragging a cell onto
// another swaps the two. Every change is sent at once; the answer holds the touched rows as the rules see them. Undo sends the opposite.
const grid = document.querySelector("[data-roster]");
if (grid) start(grid);

function start(table) {
  const { shifts, days, texts } = JSON.parse(document.getElementById("roster-editor").textContent);
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const status = document.querySelector("[data-status]");
  const buttons = { undo: document.querySelector("[data-undo]"), redo: document.querySelector("[data-redo]") };
  const done = [];
  const undone = [];
  let chosen = null;
  let typed = "";
  let menu = null;
  let dragged = null;
  let waiting = Promise.resolve();

  const body = table.tBodies[0];
  const cellsOf = (row) => [...row.cells].slice(1, days.length + 1);
  const place = (cell) => ({ row: cell.parentElement, column: cell.cellIndex - 1 });
  const keyOf = (cell) => ({ agent: Number(cell.parentElement.dataset.agent), day: days[cell.cellIndex - 1] });
  const codeOf = (cell) => cell.firstChild?.nodeType === Node.TEXT_NODE ? cell.firstChild.data.trim() : "";
  const isCell = (cell) => cell?.matches?.("tbody td") && cell.cellIndex >= 1 && cell.cellIndex <= days.length;
  const cellAt = (agent, day) => body.querySelector(`tr[data-agent="${agent}"]`)?.cells[days.indexOf(day) + 1];
  const say = (text) => { status.textContent = text; };

  function choose(cell, { focus = true } = {}) {
    if (chosen) { chosen.tabIndex = -1; chosen.classList.remove("is-chosen"); }
    chosen = cell;
    typed = "";
    if (!cell) return;
    cell.tabIndex = 0;
    cell.classList.add("is-chosen");
    if (focus) cell.focus();
  }

  function move(rows, columns) {
    const { row, column } = place(chosen);
    const every = [...body.rows];
    const next = every[Math.min(Math.max(every.indexOf(row) + rows, 0), every.length - 1)];
    choose(cellsOf(next)[Math.min(Math.max(column + columns, 0), days.length - 1)]);
    chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  async function post(url, content) {
    const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify(content) });
    const found = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (!answer.ok) throw new Error(found.message || texts.failed);
    return found;
  }

  function draw(answer) {
    const kept = chosen ? keyOf(chosen) : null;
    for (const [agent, drawn] of Object.entries(answer.rows)) {
      const row = body.querySelector(`tr[data-agent="${agent}"]`);
      if (!row) continue;
      const anew = document.createElement("tbody");
      anew.innerHTML = `<tr>${drawn.cells}</tr>`;
      cellsOf(row).forEach((cell, column) => cell.replaceWith(anew.rows[0].cells[0] ?? cell));
      row.cells[days.length + 1].textContent = String(Math.round(drawn.minutes / 6) / 10);
    }
    const coverage = table.querySelector(".roster-coverage");
    const line = document.createElement("tbody");
    line.innerHTML = `<tr>${answer.days}</tr>`;
    [...coverage.cells].slice(1, days.length + 1).forEach((cell) => cell.replaceWith(line.rows[0].cells[0]));
    document.getElementById("roster-figures").innerHTML = answer.figures;
    if (kept) { chosen = null; choose(cellAt(kept.agent, kept.day), { focus: !menu && table.contains(document.activeElement) || document.activeElement === document.body }); }
    say(answer.said.length ? answer.said.join("; ") : texts.saved);
  }

  // Changes go out one after another, so that the answers are drawn in order.
  function send(changes, { into = done, fresh = true } = {}) {
    for (const one of changes) cellAt(one.agent, one.day)?.classList.add("is-saving");
    waiting = waiting.then(async () => {
      try {
        const answer = await post(table.dataset.cells, { cells: changes });
        draw(answer);
        into.push(changes.map((one) => ({ ...one, code: answer.before[`${one.agent} ${one.day}`] ?? "" })));
        if (fresh) undone.length = 0;
      } catch (error) {
        say(error.message);
        for (const one of changes) cellAt(one.agent, one.day)?.classList.remove("is-saving");
      }
      buttons.undo.disabled = !done.length;
      buttons.redo.disabled = !undone.length;
    });
    return waiting;
  }

  const set = (cell, code) => { if (codeOf(cell) !== code) send([{ ...keyOf(cell), code }]); };
  const undo = () => { const changes = done.pop(); if (changes) send(changes, { into: undone, fresh: false }); };
  const redo = () => { const changes = undone.pop(); if (changes) send(changes, { into: done, fresh: false }); };

  function type(letter) {
    typed += letter.toUpperCase();
    const fitting = shifts.filter((one) => one.code.toUpperCase().startsWith(typed));
    const exact = fitting.find((one) => one.code.toUpperCase() === typed);
    if (exact && fitting.length === 1) { const cell = chosen; typed = ""; set(cell, exact.code); say(""); return; }
    if (!fitting.length) { say(texts.unknown.replace("{code}", typed)); typed = ""; return; }
    say(typed);
  }

  function closeMenu({ focus = true } = {}) {
    menu?.remove();
    menu = null;
    if (focus) chosen?.focus();
  }

  function item(label, act, code = "", colour = 0) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    if (code) {
      const key = document.createElement("span");
      key.className = `roster-key shift-${colour}`;
      key.textContent = code;
      button.append(key);
    }
    button.append(label);
    button.addEventListener("click", () => { closeMenu(); act(); });
    return button;
  }

  function comment(cell) {
    const dialog = document.getElementById("cell-comment");
    const field = dialog.querySelector("textarea");
    field.value = cell.dataset.note ?? "";
    dialog.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      dialog.close();
      waiting = waiting.then(() => post(table.dataset.comment, { ...keyOf(cell), text: field.value }).then(draw, (error) => say(error.message)));
    };
    dialog.showModal();
    field.focus();
  }

  function openMenu() {
    closeMenu({ focus: false });
    const cell = chosen;
    menu = document.createElement("div");
    menu.className = "roster-menu";
    menu.setAttribute("role", "menu");
    menu.setAttribute("aria-label", texts.choose);
    menu.append(...shifts.map((one) => item(`${one.name} ${one.spans}`, () => set(cell, one.code), one.code, one.colour)), item(texts.off, () => set(cell, "")));
    if (table.dataset.comment) menu.append(item(texts.comment, () => comment(cell)));
    document.body.append(menu);
    const box = cell.getBoundingClientRect();
    menu.style.left = `${Math.max(4, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(4, Math.min(box.bottom + 2, innerHeight - menu.offsetHeight - 8))}px`;
    menu.firstElementChild.focus();
    menu.addEventListener("keydown", (event) => {
      const every = [...menu.children];
      const at = every.indexOf(document.activeElement);
      if (event.key === "ArrowDown") every[(at + 1) % every.length].focus();
      else if (event.key === "ArrowUp") every[(at + every.length - 1) % every.length].focus();
      else if (event.key === "Escape" || event.key === "Tab") closeMenu();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  const ACTS = {
    ArrowUp: () => move(-1, 0),
    ArrowDown: () => move(1, 0),
    ArrowLeft: () => move(0, -1),
    ArrowRight: () => move(0, 1),
    Home: () => move(0, -days.length),
    End: () => move(0, days.length),
    PageUp: () => move(-15, 0),
    PageDown: () => move(15, 0),
    Enter: openMenu,
    " ": openMenu,
    Delete: () => set(chosen, ""),
    Backspace: () => set(chosen, ""),
    Escape: () => { typed = ""; say(""); },
  };

  table.addEventListener("keydown", (event) => {
    if (!isCell(event.target) || event.isComposing) return;
    if (event.target !== chosen) choose(event.target, { focus: false });
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z") event.shiftKey ? redo() : undo();
      else if (key === "y") redo();
      else return;
    } else if (event.altKey) return;
    else if (ACTS[event.key]) ACTS[event.key]();
    else if (/^[\w-]$/.test(event.key)) type(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  table.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("td");
    dragged = event.button === 0 && isCell(cell) ? cell : null;
  });
  table.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("td");
    body.querySelector(".is-target")?.classList.remove("is-target");
    if (dragged && event.buttons === 1 && isCell(cell) && cell !== dragged) cell.classList.add("is-target");
  });
  table.addEventListener("pointerup", (event) => {
    const cell = event.target.closest("td");
    const from = dragged;
    dragged = null;
    body.querySelector(".is-target")?.classList.remove("is-target");
    if (!from || !isCell(cell)) return;
    if (cell === from) {
      const again = cell === chosen;
      choose(cell);
      if (again) openMenu();
      return;
    }
    choose(cell);
    if (codeOf(from) !== codeOf(cell)) send([{ ...keyOf(from), code: codeOf(cell) }, { ...keyOf(cell), code: codeOf(from) }]);
  });
  document.addEventListener("pointerdown", (event) => { if (menu && !menu.contains(event.target)) closeMenu({ focus: false }); });
  buttons.undo.addEventListener("click", undo);
  buttons.redo.addEventListener("click", redo);

  const first = body.rows[0] && cellsOf(body.rows[0])[0];
  if (first) choose(first, { focus: false });
}
