// Proof of play: how often and how long each item was on, cumulative by clock hour, with a number that rises with every change. Sent twice
// or late it says the same, and nothing is forgotten before the portal has said that it knows it.

const HOUR = 3_600_000;
const MOST = 500;
const KEPT_MS = 3 * 24 * HOUR;

export class Proof {
  static async open(state) {
    return new Proof(state, await state.counters(), (await state.get("playing")) ?? {});
  }

  constructor(state, counters, playing) {
    Object.assign(this, { state, counters, playing, changed: new Set(), on: new Map() });
    this.kept = copied([...counters]);
  }

  /** An item comes on. The same one after a restart is no new play. */
  begin(zone, { schedule, item, started }, now) {
    this.count(zone, now);
    this.on.set(zone, { schedule, item, since: now });
    const key = `${schedule} ${item} ${started}`;
    if (this.playing[zone] === key) return;
    this.playing[zone] = key;
    this.counter(zone, schedule, item, now).plays += 1;
  }

  /** Nothing of ours is on any more. */
  end(zone, now) {
    this.count(zone, now);
    this.on.delete(zone);
  }

  /** Adds the time since the last look. Called each second or so, so that hours part where they should. */
  tick(now) {
    for (const zone of this.on.keys()) this.count(zone, now);
  }

  async send(portal, now) {
    await this.keep(now);
    if (this.isStopped) return;
    const waiting = [...this.kept].filter(([key, one]) => one.sequence > this.counters.get(key).known).map(([, one]) => one);
    for (let first = 0; first < waiting.length; first += MOST) {
      const part = waiting.slice(first, first + MOST);
      const counts = part.map(({ hour, schedule, item, zone, plays, ms, sequence }) => ({ hour, schedule, item, zone, plays, ms: Math.round(ms), sequence }));
      const { accepted, refused } = await portal.proof(counts);
      for (const index of [...accepted, ...refused.map((one) => one.index)]) this.known(part[index]);
    }
    await this.keep(now);
  }

  /** On the disk before anything is sent, and sent as it is there: what counts on meanwhile is a state of its own. */
  async keep(now) {
    if (this.isStopped) return;
    const gone = [...this.counters].filter(([, one]) => one.known >= one.sequence && one.hour < now - KEPT_MS).map(([key]) => key);
    for (const key of gone) [this.counters, this.kept].forEach((each) => each.delete(key));
    const changed = copied([...this.changed].filter((key) => this.counters.has(key)).map((key) => [key, this.counters.get(key)]));
    this.changed.clear();
    try {
      await this.state.keepCounters(changed, gone);
    } catch (error) {
      changed.forEach((_, key) => this.changed.add(key));
      throw error;
    }
    changed.forEach((one, key) => this.kept.set(key, one));
    await this.state.set("playing", this.playing);
  }

  count(zone, now) {
    const on = this.on.get(zone);
    if (!on) return;
    const passed = now - on.since;
    on.since = now;
    if (passed > 0 && passed < HOUR) this.counter(zone, on.schedule, on.item, now - passed).ms += passed;
  }

  counter(zone, schedule, item, now) {
    const hour = now - (now % HOUR);
    const key = `${hour} ${schedule} ${item} ${zone}`;
    if (!this.counters.has(key)) this.counters.set(key, { hour, schedule, item, zone, plays: 0, ms: 0, sequence: 0, known: -1 });
    const found = this.counters.get(key);
    found.sequence = Math.max(found.sequence + 1, now);
    this.changed.add(key);
    return found;
  }

  known({ hour, schedule, item, zone, sequence }) {
    const key = `${hour} ${schedule} ${item} ${zone}`;
    const found = this.counters.get(key);
    if (!found) return;
    found.known = Math.max(found.known, sequence);
    this.changed.add(key);
  }
}

function copied(counters) {
  return new Map(counters.map(([key, one]) => [key, { ...one }]));
}
