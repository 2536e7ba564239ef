// The span that is taken out as evidence: from one mark to the other. Where one is not set yet, the moment shown or a minute stands in.
const MINUTE = 60_000;

export class Excerpt {
  // `changed` is told the span once both marks stand, and null while one is missing.
  constructor(host, { clock, moment, changed }) {
    this.clock = clock;
    this.changed = changed;
    this.link = host.querySelector("[data-export]");
    this.marks = { begin: null, end: null };
    this.buttons = { begin: host.querySelector("[data-begin]"), end: host.querySelector("[data-end]") };
    for (const [which, button] of Object.entries(this.buttons)) button.addEventListener("click", () => this.mark(which, moment()));
  }

  // A begin behind the end takes the end away, and the other way round.
  mark(which, utc) {
    const marks = this.marks;
    marks[which] = utc;
    if (marks.begin !== null && marks.end !== null && marks.end - marks.begin < 1000) marks[which === "begin" ? "end" : "begin"] = null;
    for (const [each, button] of Object.entries(this.buttons)) {
      const shown = button.querySelector("[data-marked]");
      shown.textContent = marks[each] === null ? "" : this.clock(marks[each]).slice(11);
    }
    this.changed(marks.begin !== null && marks.end !== null ? [marks.begin, marks.end] : null);
    this.show(utc);
  }

  // Keeps the link true while the picture goes on.
  show(utc) {
    const { begin, end } = this.marks;
    const from = begin ?? (end === null ? utc : end - MINUTE);
    const to = end ?? (begin !== null && utc - begin >= 1000 ? utc : from + MINUTE);
    const address = new URL(this.link.href);
    const iso = (moment) => this.clock(moment).replace(" ", "T");
    if (address.searchParams.get("from") === iso(from) && address.searchParams.get("to") === iso(to)) return;
    address.searchParams.set("from", iso(from));
    address.searchParams.set("to", iso(to));
    this.link.href = address;
  }
}
