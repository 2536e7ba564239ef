// The portal's time, as near as the line lets us know it, so that the screens of a hall change together.

const PROBES = 5;
const EVERY = 600_000;
const FAR_OFF = 300_000;
const SLEPT = 2_000;

export class Clock {
  /**
   * For a start without a line: `offset` is what was measured last time, `latest` the last moment that is known to have been. A device whose clock
   * stands before that goes on from there. Never steps back by the device's own clock being set.
   */
  constructor({ offset = 0, latest = 0 } = {}) {
    const told = Date.now() + offset;
    this.anchor(Math.max(told, latest));
    this.isBehind = latest - told > FAR_OFF;
    this.offset = offset;
    this.roundTrip = null;
    this.slept = 0;
    this.ahead = Date.now() - performance.now();
    this.hurry = () => {};
  }

  /** Milliseconds since 1970. */
  now() {
    return Math.round(this.base + performance.now() - this.since);
  }

  get isFarOff() {
    return Math.abs(this.offset) > FAR_OFF;
  }

  /** Of a few probes the one with the shortest way counts: its error is at most half of that way. */
  async measure() {
    let best = null;
    for (let number = 0; number < PROBES; number += 1) {
      const sent = performance.now();
      const response = await fetch("/player/time", { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(10_000) });
      const { now } = await response.json();
      const back = performance.now();
      if (!best || back - sent < best.way) best = { way: back - sent, now, at: (sent + back) / 2 };
    }
    this.anchor(best.now + performance.now() - best.at);
    this.offset = Math.round(this.base - Date.now());
    this.isBehind = false;
    this.roundTrip = Math.round(best.way);
  }

  /** Measures now and then, and at once after a sleep; `kept` hears each new offset. */
  async keep(kept) {
    for (;;) {
      let wait = EVERY;
      const slept = this.slept;
      try {
        await this.measure();
        this.slept -= slept;
        await kept(this.offset);
      } catch {
        wait = 30_000;
        this.anchor(this.now() + this.slept);
        this.slept = 0;
      }
      if (this.slept) continue;
      await new Promise((done) => {
        this.hurry = done;
        setTimeout(done, wait);
      });
    }
  }

  /**
   * Called every few seconds. performance.now() may stand still while a device sleeps, and its clock then leaps ahead of it. The portal is asked
   * at once; without a line the device's clock is believed.
   */
  look() {
    const ahead = Date.now() - performance.now();
    const leap = ahead - this.ahead;
    this.ahead = ahead;
    if (leap < SLEPT) return;
    this.slept += leap;
    this.hurry();
  }

  anchor(now) {
    this.base = now;
    this.since = performance.now();
  }
}
