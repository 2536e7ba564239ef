// What does not work now. The whole list goes with each report; what is no longer in it is over.

export class Faults {
  constructor(changed) {
    this.list = new Map();
    this.changed = changed;
  }

  add(code, subject = "", detail = "") {
    const key = `${code} ${subject}`;
    const isNew = !this.list.has(key);
    this.list.set(key, { code, subject: String(subject).slice(0, 80), detail: String(detail).slice(0, 300) });
    if (isNew) this.changed();
  }

  clear(code, subject = "") {
    if (this.list.delete(`${code} ${subject}`)) this.changed();
  }

  /** Those of some codes are these now; others stay. */
  set(codes, found) {
    const keys = new Set(found.map((fault) => `${fault.code} ${fault.subject}`));
    for (const [key, fault] of this.list) if (codes.includes(fault.code) && !keys.has(key)) this.clear(fault.code, fault.subject);
    found.forEach((fault) => this.add(fault.code, fault.subject, fault.detail));
  }

  all() {
    return [...this.list.values()].slice(0, 100);
  }
}
