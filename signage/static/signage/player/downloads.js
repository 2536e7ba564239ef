// Which piece is fetched next: emergencies first, then what is on soonest; inside windows and limits, spread over the neighbours.

import { pause } from "./portal.js";

const RESERVE = 64 << 20;
const HOUR = 3_600_000;
const CHUNK = 4 << 20;
const PATIENCE = [2_000, 5_000, 15_000, 60_000];
const WRONG_MS = 600_000;
const CODES = ["download_failed", "bad_media", "storage_full"];

export class Downloads {
  /**
   * `hooks`: wants() gives {manifest, keep: Set of SHA-256 still in use, playing: those on now, isNew: nothing was ever complete here, so nobody
   * waits for neighbours};
   * changed(), stale(), fault(code, subject, detail), cleared(code, subject).
   */
  constructor({ store, clock, hooks }) {
    Object.assign(this, { store, clock, hooks });
    this.spent = [];
    this.failures = new Map();
    this.since = new Map();
    this.ring = () => {};
    this.isRunning = true;
  }

  /** Something is wanted, or no longer: looks at once. */
  wake() {
    this.ring();
  }

  async run() {
    while (this.isRunning) {
      let wait = 60_000;
      try {
        wait = await this.step();
        this.hooks.cleared("download_failed", "");
      } catch (error) {
        this.hooks.fault("download_failed", "", error.message);
        wait = 15_000;
      }
      if (wait > 0) await Promise.race([pause(wait), new Promise((ring) => (this.ring = ring))]);
    }
  }

  /** Fetches one piece of what is wanted most. Gives how long to wait before the next look. */
  async step() {
    const { manifest, keep, isNew } = this.hooks.wants();
    if (!manifest) return 60_000;
    await this.tidy(keep);
    const wanted = this.wanted(manifest);
    if (!wanted.length) return 60_000;
    const now = this.clock.now();
    const download = isNew ? { ...manifest.download, spread: 0 } : manifest.download;
    const ready = wanted.filter(([digest, told]) => this.mayFetch(download, digest, told, now));
    if (!ready.length) return Math.min(10_000, ...wanted.map(([digest]) => this.waitFor(download, digest, now)));
    const next = await this.fitting(ready);
    if (next) return this.fetchPiece(...next);
    return (await this.madeRoom(manifest, ready)) ? 0 : 60_000;
  }

  wanted(manifest) {
    const now = this.clock.now();
    const due = new Map();
    for (const schedule of manifest.schedules) {
      const next = schedule.intervals.find(([, end]) => end > now)?.[0] ?? Infinity;
      for (const item of schedule.items) due.set(item.media, Math.min(due.get(item.media) ?? Infinity, Math.max(next, now)));
    }
    const lacking = Object.entries(manifest.media).filter(([digest]) => !this.store.whole.has(digest));
    lacking.forEach(([digest]) => this.since.set(digest, this.since.get(digest) ?? now));
    const rank = ([digest, told]) => (told.urgent ? -1 : due.get(digest) ?? now);
    return lacking.sort((one, other) => rank(one) - rank(other) || one[1].size - other[1].size);
  }

  mayFetch({ windows, bytes_per_hour: limit, spread }, digest, told, now) {
    const failed = this.failures.get(digest);
    if (failed && now < failed.until) return false;
    if (told.urgent) return true;
    if (windows && !windows.some(([start, end]) => start <= now && now < end)) return false;
    if (limit && this.spentSince(now - HOUR) + Math.min(CHUNK, told.size) > limit && this.spentSince(now - HOUR) > 0) return false;
    return now >= this.since.get(digest) + (told.size > CHUNK ? spread : 0);
  }

  waitFor({ spread }, digest, now) {
    return Math.max(250, (this.failures.get(digest)?.until ?? 0) - now, this.since.get(digest) + spread - now);
  }

  spentSince(moment) {
    this.spent = this.spent.filter(([at]) => at > moment);
    return this.spent.reduce((sum, [, bytes]) => sum + bytes, 0);
  }

  async fetchPiece(digest, told) {
    const index = this.progress?.digest === digest ? this.progress.index : 0;
    try {
      const bytes = await this.store.chunk(digest, told, index);
      if (bytes) this.spent.push([this.clock.now(), bytes]);
      this.progress = { digest, index: index + 1 };
      this.failures.delete(digest);
      if (index + 1 === told.chunks.length) this.finished(digest);
      return 0;
    } catch (error) {
      return this.failed(digest, error);
    }
  }

  finished(digest) {
    this.progress = null;
    this.store.whole.add(digest);
    this.since.delete(digest);
    for (const code of CODES) this.hooks.cleared(code, digest.slice(0, 16));
    this.hooks.changed();
  }

  failed(digest, error) {
    const times = (this.failures.get(digest)?.times ?? 0) + 1;
    const patience = error.name === "BadMedia" ? WRONG_MS : PATIENCE[Math.min(times, PATIENCE.length) - 1];
    const wait = patience * (0.75 + Math.random() / 2);
    this.failures.set(digest, { times, until: this.clock.now() + wait });
    if (error.status === 403 || error.status === 410) this.hooks.stale();
    if (error.name === "QuotaExceededError") this.hooks.fault("storage_full", digest.slice(0, 16), error.message);
    else if (error.name === "BadMedia") this.hooks.fault("bad_media", digest.slice(0, 16), error.message);
    else if (times > 1) this.hooks.fault("download_failed", digest.slice(0, 16), error.message);
    return 0;
  }

  /** Removes what nothing names any more, largest first, so that what is wanted has room. */
  async tidy(keep) {
    for (const digest of new Set([...this.store.held.keys(), ...this.failures.keys(), ...this.since.keys()])) {
      if (keep.has(digest)) continue;
      if (this.store.held.has(digest)) await this.store.remove(digest);
      if (this.progress?.digest === digest) this.progress = null;
      this.failures.delete(digest);
      this.since.delete(digest);
      for (const code of CODES) this.hooks.cleared(code, digest.slice(0, 16));
    }
  }

  /**
   * Where there is room for one programme but not for two, what only the one before names goes, the largest first, and not what is on now. Nothing
   * goes where that would not do.
   */
  async madeRoom(manifest, ready) {
    const { playing } = this.hooks.wants();
    const old = [...this.store.held].filter(([digest]) => !manifest.media[digest] && !playing.has(digest));
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    const room = quota - usage - RESERVE + old.reduce((sum, [, size]) => sum + size, 0);
    if (!old.length || !ready.some(([digest, told]) => told.size - (this.store.held.get(digest) ?? 0) <= room)) return false;
    const [largest] = old.reduce((one, other) => (other[1] > one[1] ? other : one));
    await this.store.remove(largest);
    this.hooks.changed();
    return true;
  }

  /** The first that there is room for; what does not fit keeps nothing else waiting. */
  async fitting(ready) {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    const room = quota - usage - RESERVE;
    const fits = ([digest, told]) => told.size - (this.store.held.get(digest) ?? 0) <= room;
    if (ready.every(fits)) this.hooks.cleared("storage_full", "");
    else this.hooks.fault("storage_full", "", `${Math.round((quota - usage) / (1 << 20))} MiB`);
    return ready.find(fits);
  }
}
