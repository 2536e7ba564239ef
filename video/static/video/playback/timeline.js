// The day as rows of bars, one for each camera: footage, what is missing and why, marks, legal holds. Draws from JSON, zooms, tells where
// it was clicked. Everything it shows stands in the page's table as well.
import { holding } from "./playlist.js";

const SVG = "http://www.w3.org/2000/svg";
const TOP = 20;
const SHORTEST = 600_000;
const MARKS = 0.38; // the part of a row, from below, in which marks stand
const STEPS = [60_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 21_600_000];

// Marks of one kind lie apart; those of several may overlap.
function byKind(marks) {
  const kinds = new Map();
  for (const mark of marks) kinds.set(mark[2], [...(kinds.get(mark[2]) ?? []), mark]);
  return kinds;
}

function element(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
}

export class Timeline {
  constructor(host, data, { clock, seek }) {
    this.host = host;
    this.data = data;
    this.clock = clock;
    this.from = data.start;
    this.to = data.end;
    this.at = data.at;
    this.framed = [];
    this.svg = element("svg", { class: "timeline-drawing", "aria-hidden": "true" }, host);
    this.needle = host.querySelector("[data-needle]");
    this.tip = host.querySelector("[data-tip]");
    new ResizeObserver(() => this.draw()).observe(host);
    this.listen(seek);
  }

  get width() { return this.host.clientWidth; }
  get gutter() { return this.data.cameras.length > 1 && this.width > 640 ? 112 : 0; }
  get row() { return this.data.cameras.length > 4 ? 16 : this.data.cameras.length > 1 ? 24 : 40; }
  x(utc) { return this.gutter + ((utc - this.from) / (this.to - this.from)) * (this.width - this.gutter); }
  utc(x) { return this.from + ((x - this.gutter) / (this.width - this.gutter)) * (this.to - this.from); }

  // `length` in milliseconds around the moment shown, or around the pointer.
  zoom(length, around = this.at) {
    const day = this.data.end - this.data.start;
    const wanted = Math.max(SHORTEST, Math.min(day, length));
    const share = (around - this.from) / (this.to - this.from);
    const anchor = around < this.from || around > this.to ? 0.5 : share;
    this.place(around - wanted * anchor, wanted);
  }

  place(from, length = this.to - this.from) {
    this.from = Math.max(this.data.start, Math.min(this.data.end - length, from));
    this.to = this.from + length;
    this.draw();
  }

  update(data) {
    this.data = data;
    this.draw();
  }

  // A span to be taken out; null for none.
  frame(span) {
    this.framed = span ? [span] : [];
    this.draw();
  }

  // The moment shown now; a zoomed timeline turns the page when the needle leaves it.
  show(utc, { follow = true } = {}) {
    this.at = utc;
    if (follow && !this.dragged && (utc < this.from || utc >= this.to)) this.place(utc - (this.to - this.from) * 0.1);
    this.needle.hidden = utc < this.from || utc > this.to;
    this.needle.style.transform = `translateX(${this.x(utc)}px)`;
    this.host.setAttribute("aria-valuenow", String(Math.round((utc - this.data.start) / 1000)));
    this.host.setAttribute("aria-valuetext", this.clock(utc));
  }

  draw() {
    if (!this.width) return;
    const { cameras } = this.data;
    const height = TOP + cameras.length * (this.row + 4) + 2;
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    this.svg.setAttribute("width", this.width);
    this.svg.setAttribute("height", height);
    this.svg.replaceChildren();
    cameras.forEach((camera, number) => this.drawCamera(camera, TOP + number * (this.row + 4)));
    this.bars(this.framed, { y: TOP + this.row, height: 4, kind: "excerpt" });
    this.drawScale(height);
    this.show(this.at, { follow: false });
  }

  drawScale(height) {
    const length = this.to - this.from;
    const step = STEPS.find((one) => (one / length) * (this.width - this.gutter) > 62) ?? 21_600_000;
    for (let at = Math.ceil((this.from - this.data.start) / step) * step + this.data.start; at <= this.to; at += step) {
      const x = this.x(at);
      element("line", { x1: x, x2: x, y1: 16, y2: height, class: "timeline-tick" }, this.svg);
      const anchor = x < this.gutter + 20 ? "start" : x > this.width - 20 ? "end" : "middle";
      const label = at >= this.data.end ? "24:00" : this.clock(at).slice(11, 16);
      element("text", { x, y: 11, "text-anchor": anchor, class: "timeline-hour" }, this.svg).textContent = label;
    }
  }

  drawCamera(camera, y) {
    const row = this.row;
    element("rect", { x: this.gutter, y, width: this.width - this.gutter, height: row, class: "timeline-ground" }, this.svg);
    this.bars(camera.absent, { y, height: row, kind: "absent" });
    this.bars(camera.spans, { y, height: row, kind: "footage" });
    this.bars(camera.archived, { y, height: row, kind: "archived" });
    const top = y + row * (1 - MARKS);
    for (const [kind, marks] of byKind(camera.events)) this.bars(marks, { y: top, height: row * MARKS, kind: kind === "motion" ? "motion" : "quality" });
    this.bars(camera.holds, { y: y - 1, height: 3, kind: "hold" });
    if (this.gutter) {
      const name = element("text", { x: 0, y: y + row / 2 + 4, class: "timeline-name" }, this.svg);
      name.textContent = camera.name.length > 9 ? `${camera.name.slice(0, 8)}…` : camera.name;
    }
  }

  // Bars that would lie on the same pixel are one bar.
  bars(spans, { y, height, kind }) {
    let path = "";
    let begun = null;
    let reached = 0;
    const close = () => { if (begun !== null) path += `M${begun.toFixed(1)} ${y}H${Math.max(reached, begun + 1).toFixed(1)}V${y + height}H${begun.toFixed(1)}Z`; };
    for (const span of spans) {
      if (span[1] <= this.from || span[0] >= this.to) continue;
      const start = this.x(Math.max(span[0], this.from));
      const end = this.x(Math.min(span[1], this.to));
      if (begun !== null && start - reached < 0.5) { reached = Math.max(reached, end); continue; }
      close();
      begun = start;
      reached = end;
    }
    close();
    if (path) element("path", { d: path, class: `timeline-${kind}` }, this.svg);
  }

  listen(seek) {
    let grip = null;
    this.host.addEventListener("pointerdown", (event) => {
      if (event.button || event.target.closest("button")) return;
      grip = { x: event.clientX, from: this.from };
      this.host.setPointerCapture(event.pointerId);
    });
    this.host.addEventListener("pointermove", (event) => {
      if (grip && Math.abs(event.clientX - grip.x) > 5 && this.to - this.from < this.data.end - this.data.start) this.dragged = true;
      if (this.dragged) this.place(grip.from - ((event.clientX - grip.x) / (this.width - this.gutter)) * (this.to - this.from));
      this.point(event);
    });
    const release = (event) => {
      if (grip && !this.dragged && event.type === "pointerup") seek(this.aimed(event));
      grip = null;
      this.dragged = false;
    };
    this.host.addEventListener("pointerup", release);
    this.host.addEventListener("pointercancel", release);
    this.host.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    this.host.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.shiftKey) return;
      event.preventDefault();
      this.zoom((this.to - this.from) * (event.deltaY + event.deltaX > 0 ? 1.5 : 1 / 1.5), this.utc(this.offset(event).x));
    }, { passive: false });
  }

  offset(event) {
    const box = this.host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  pointed(event) {
    const { x, y } = this.offset(event);
    const number = Math.max(0, Math.min(this.data.cameras.length - 1, Math.floor((y - TOP) / (this.row + 4))));
    return { x, utc: this.utc(x), camera: this.data.cameras[number], depth: (y - TOP - number * (this.row + 4)) / this.row };
  }

  // The marks of a camera at a moment, or no farther than two pixels from it.
  marksAt(camera, utc) {
    const slack = ((this.to - this.from) / (this.width - this.gutter)) * 2;
    const near = (spans) => holding(spans, utc) ?? holding(spans, utc + slack) ?? holding(spans, utc - slack);
    return [...byKind(camera.events).values()].map(near).filter(Boolean);
  }

  // Where a click leads: among the marks to the start of the one that was hit, anywhere else to the moment itself.
  aimed(event) {
    const { utc, camera, depth } = this.pointed(event);
    const mark = depth >= 1 - MARKS && depth <= 1 ? this.marksAt(camera, utc).sort((one, other) => other[0] - one[0])[0] : null;
    return Math.max(this.data.start, Math.min(this.data.end - 1, mark ? mark[0] : utc));
  }

  point(event) {
    const { x, utc, camera } = this.pointed(event);
    if (utc < this.from || utc > this.to) { this.tip.hidden = true; return; }
    const said = [this.clock(utc).slice(11)];
    if (this.data.cameras.length > 1) said.push(camera.name);
    const absent = holding(camera.absent, utc);
    const hold = holding(camera.holds, utc);
    if (absent) said.push(absent[2]);
    if (holding(camera.archived, utc)) said.push(this.data.texts.archived);
    for (const mark of this.marksAt(camera, utc)) said.push(this.data.kinds[mark[2]] ?? mark[2]);
    if (hold) said.push(hold[2]);
    this.tip.textContent = said.join(" · ");
    this.tip.hidden = false;
    const half = this.tip.offsetWidth / 2;
    this.tip.style.transform = `translateX(${Math.max(0, Math.min(this.width - half * 2, x - half))}px)`;
  }
}
