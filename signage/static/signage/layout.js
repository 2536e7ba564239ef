// Draws a layout's zones on their grid and lists them. What is drawn stands as JSON in the form's text field, which is what is saved; it is seen
// only where no script runs.
const field = document.querySelector("[data-zones]");
const drawing = document.querySelector("[data-drawing]");
const form = document.querySelector("[data-layout-form]");
const mayChange = field && !field.hidden;

if (field && drawing) {
  const status = document.querySelector("[data-drawing-status]");
  const list = document.querySelector("[data-zone-rows]");
  let zones = read();
  let chosen = null;
  let drawn = null;
  const size = (name) => Math.min(48, Math.max(1, Number(form.elements.namedItem(name).value) || 12));

  function read() {
    try {
      return JSON.parse(field.value);
    } catch {
      return [];
    }
  }

  function write() {
    field.value = JSON.stringify(zones);
    draw();
    enlist();
  }

  /** A row for each zone; rows stay while their zones do, so that the field being typed in keeps its place. */
  function enlist() {
    if (!mayChange) return;
    const known = new Map([...list.children].map((row) => [row.zone, row]));
    list.replaceChildren(...zones.map((zone) => known.get(zone) ?? rowOf(zone)));
    for (const row of list.children) row.querySelector("[data-zone-place]").textContent = place(row.zone);
  }

  function rowOf(zone) {
    const row = document.querySelector("[data-zone-row]").content.firstElementChild.cloneNode(true);
    row.zone = zone;
    for (const key of ["title", "name"]) {
      const input = row.querySelector(`[data-zone-${key}]`);
      input.value = zone[key] ?? "";
      input.addEventListener("input", () => {
        zone[key] = input.value;
        field.value = JSON.stringify(zones);
        draw();
      });
      input.addEventListener("focus", () => choose(zone));
    }
    row.querySelector("[data-zone-remove]").addEventListener("click", () => remove(zone));
    return row;
  }

  const place = (zone) => `${zone.left}, ${zone.top} · ${zone.width} × ${zone.height}`;

  function choose(zone) {
    chosen = zone;
    draw();
  }

  function remove(zone) {
    zones = zones.filter((other) => other !== zone);
    chosen = null;
    write();
  }

  const apart = (one, other) =>
    one.left + one.width <= other.left || other.left + other.width <= one.left || one.top + one.height <= other.top || other.top + other.height <= one.top;
  const isFree = (zone, but) => zones.every((other) => other === but || apart(zone, other));
  const isInside = (zone) => zone.left >= 0 && zone.top >= 0 && zone.width > 0 && zone.height > 0 && zone.left + zone.width <= size("columns") && zone.top + zone.height <= size("rows");

  function draw() {
    const [columns, rows] = [size("columns"), size("rows")];
    drawing.style.gridTemplate = `repeat(${rows}, 1fr) / repeat(${columns}, 1fr)`;
    drawing.style.aspectRatio = columns >= rows ? "16 / 9" : "9 / 16";
    const cells = mayChange ? Array.from({ length: columns * rows }, (_, place) => cell(place % columns, Math.floor(place / columns))) : [];
    drawing.replaceChildren(...cells, ...zones.map(rectangle), ...(drawn ? [rectangle(drawn)] : []));
  }

  function cell(left, top) {
    const element = document.createElement("div");
    element.className = "drawing-cell";
    Object.assign(element.dataset, { left, top });
    element.style.gridArea = `${top + 1} / ${left + 1} / span 1 / span 1`;
    return element;
  }

  function rectangle(zone) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "drawing-zone";
    element.textContent = zone.title || zone.name;
    element.style.gridArea = `${zone.top + 1} / ${zone.left + 1} / span ${zone.height} / span ${zone.width}`;
    element.setAttribute("aria-pressed", String(zone === chosen));
    element.classList.toggle("is-wrong", !isInside(zone) || !isFree(zone, zone));
    element.classList.toggle("is-drawn", zone === drawn);
    element.addEventListener("click", () => {
      choose(zone);
      drawing.focus();
    });
    return element;
  }

  function told(zone) {
    status.textContent = `${zone.title || zone.name}: ${place(zone)}`;
  }

  /** Name and title of a new zone; its title in the page's language. */
  function freeName() {
    const names = new Set(zones.map((zone) => zone.name));
    const titled = (name, number) => ({ name, title: `${drawing.dataset.zoneWord} ${number}` });
    if (!names.has("main")) return titled("main", 1);
    for (let number = 2; ; number += 1) if (!names.has(`zone-${number}`)) return titled(`zone-${number}`, number);
  }

  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  drawing.addEventListener("keydown", (event) => {
    if (!mayChange || !chosen) return;
    if (event.key === "Delete") return remove(chosen);
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = step;
    const wanted = event.shiftKey ? { ...chosen, width: chosen.width + x, height: chosen.height + y } : { ...chosen, left: chosen.left + x, top: chosen.top + y };
    if (!isInside(wanted) || !isFree(wanted, chosen)) return;
    Object.assign(chosen, wanted);
    told(chosen);
    write();
  });

  let from = null;
  const at = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".drawing-cell")?.dataset;
  drawing.addEventListener("pointerdown", (event) => {
    from = mayChange ? at(event) ?? null : null;
  });
  drawing.addEventListener("pointermove", (event) => {
    const to = from && at(event);
    if (!to) return;
    const [left, top] = [Math.min(from.left, to.left), Math.min(from.top, to.top)];
    drawn = { ...freeName(), left, top, width: Math.abs(from.left - to.left) + 1, height: Math.abs(from.top - to.top) + 1 };
    draw();
  });
  window.addEventListener("pointerup", () => {
    if (!from) return;
    if (drawn && isFree(drawn, null)) {
      zones.push(drawn);
      chosen = zones.at(-1);
    }
    from = drawn = null;
    write();
  });
  for (const name of ["columns", "rows"]) form.elements.namedItem(name).addEventListener("input", draw);
  if (mayChange) {
    const frame = document.querySelector("[data-zone-list]");
    frame.hidden = false;
    field.hidden = true;
    field.parentElement.querySelector(".field-help").hidden = true;
    field.parentElement.after(frame);
  }
  draw();
  enlist();
}
