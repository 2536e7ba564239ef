// Tells the portal how the screen does, once a minute and soon after something changed, and carries out what it says.

const SOON_MS = 1500;

export class Reporter {
  constructor({ portal, clock, director, store, faults, stage, state, version, learned }) {
    Object.assign(this, { portal, clock, director, store, faults, stage, state, version, learned });
    this.done = [];
    this.carried = new Set();
    this.started = clock.now();
    this.sequence = 0;
  }

  /** Within a moment; many changes make one report. */
  soon() {
    this.early ??= setTimeout(() => this.send(), SOON_MS);
  }

  async run() {
    for (;;) {
      await this.send();
      await new Promise((done) => setTimeout(done, this.director.manifest.report_every));
    }
  }

  async send() {
    clearTimeout(this.early);
    this.early = undefined;
    const done = this.done;
    this.done = [];
    try {
      const answer = await this.portal.report(await this.told(done));
      this.learned(answer);
      for (const command of answer.commands) await this.carryOut(command);
    } catch (error) {
      this.done.unshift(...done);
      this.learned({ error });
    }
  }

  async told(done) {
    const { newest, before, manifest, isComplete, playing } = this.director;
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    this.sequence += 1;
    const revision = newest?.revision ?? 0;
    return {
      sequence: this.sequence,
      version: this.version,
      applied: revision,
      complete: isComplete ? revision : (before?.revision ?? 0),
      wanted: Object.values((newest ?? manifest).media).reduce((sum, one) => sum + one.size, 0),
      held: this.store.heldBytes,
      free: Math.max(0, quota - usage),
      offset: this.clock.offset,
      width: window.innerWidth,
      height: window.innerHeight,
      off: Boolean(this.stage.isOff),
      started: this.started,
      playing: [...playing.values(), ...this.ticker()],
      verified: [...this.store.whole],
      faults: this.faults.all(),
      done,
    };
  }

  /** The ticker is no turn of a zone: it is on as long as it is proved. */
  ticker() {
    const { manifest, proof } = this.director;
    const on = proof.on.get("overlay");
    if (on?.schedule !== this.over?.schedule) {
      const title = manifest.schedules.find((one) => one.id === on?.schedule)?.title ?? "";
      this.over = on && { zone: "overlay", schedule: on.schedule, item: on.item, title, since: this.clock.now() };
    }
    return this.over ? [this.over] : [];
  }

  /** Each command once, also when the stream and a report both told it. */
  async carryOut({ id, kind, params, expires = Infinity }) {
    if (this.carried.has(id) || this.clock.now() >= expires) return;
    this.carried.add(id);
    try {
      await COMMANDS[kind](this, params, id);
      this.done.push({ command: id, error: "" });
    } catch (error) {
      this.done.push({ command: id, error: error.message.slice(0, 300) });
    }
    if (kind === "reload") await this.reload();
    else this.soon();
  }

  async reload() {
    await this.send();
    location.reload();
  }
}

const COMMANDS = {
  async reload() {},
  async screenshot(reporter, _, id) {
    await reporter.portal.screenshot(id, await reporter.stage.picture(1280));
  },
  volume: fetchAnew,
  hours: fetchAnew,
};

/** What was set stands in the manifest, which the same change made new. */
async function fetchAnew(reporter) {
  reporter.learned({ revision: Infinity });
}
