// Decides every moment what is on, by the resolver alone, and lets the stage show it.

import { isComplete, itemOf, merged, NOTHING, wantedMedia, withEmergencies } from "./programme.js";
import { Resolver } from "./resolver.js";

const LONGEST_MS = 1000;
const FAILED_MS = 120_000;
const OFFLINE_MS = 120_000;
const OVER_ALL = ["emergency", "overlay"];
const FAULTS = ["nothing_valid", "not_downloaded", "built_in", "bundle_unreachable"];

export class Director {
  constructor({ clock, store, stage, proof, faults, changed }) {
    Object.assign(this, { clock, store, stage, proof, faults, changed });
    Object.assign(this, { newest: null, before: null, emergencies: [], failed: new Map(), playing: new Map(), proving: new Map() });
    Object.assign(this, { onlineAt: -OFFLINE_MS, wasOnline: false, unreachable: [] });
  }

  /** A manifest that came, or was kept. */
  take(manifest) {
    if (this.newest && isComplete(this.newest, this.store.whole)) this.before = this.newest;
    this.newest = manifest;
    this.emergencies = this.emergencies.filter((one) => one.revision > manifest.revision);
    this.refresh();
  }

  /** An emergency that the stream told: on at once, before anything is fetched. */
  alert(revision, emergency) {
    if ((this.newest?.revision ?? 0) >= revision) return;
    this.emergencies.push({ ...emergency, revision });
    this.refresh();
  }

  /** Something changed: what is there, or what is told. */
  refresh() {
    if (this.newest && isComplete(this.newest, this.store.whole)) this.before = this.newest;
    const now = this.clock.now();
    for (const [media, until] of this.failed) if (until < now) this.failed.delete(media);
    const told = merged(this.newest ?? NOTHING, this.before, this.store.whole, now);
    this.manifest = withEmergencies(told, this.emergencies);
    this.resolver = new Resolver(this.manifest, this.usable());
    this.stage.lay(this.manifest.layout);
    this.endPlaces(now);
    this.changed();
    this.look();
  }

  /** After what happens now, once: whoever shows asks for it in the middle of showing. */
  refreshSoon() {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      this.refresh();
    });
  }

  /** What a new layout has no place for is proved no longer. */
  endPlaces(now) {
    const gone = [...this.proving.keys()].filter((name) => !this.stage.zones.has(name) && !OVER_ALL.includes(name));
    gone.forEach((name) => this.prove(name, null, now));
  }

  get keep() {
    return wantedMedia(this.newest, this.before);
  }

  /** SHA-256 of what is on. */
  get onNow() {
    const turns = [...this.stage.zones.values(), this.stage.emergency].flatMap(({ current, next }) => [current?.turn, next?.turn]);
    return new Set(turns.map((turn) => turn?.item.media).filter(Boolean));
  }

  get isComplete() {
    return this.newest !== null && isComplete(this.newest, this.store.whole);
  }

  look() {
    clearTimeout(this.timer);
    let wait = LONGEST_MS;
    try {
      wait = this.show(this.clock.now());
      this.faults.clear("watchdog", "resolver");
    } catch (error) {
      this.faults.add("watchdog", "resolver", error.message);
    }
    this.timer = setTimeout(() => this.look(), wait);
    this.lookedAt = performance.now();
  }

  show(now) {
    const mayTryAgain = [...this.failed.values()].some((until) => until < now);
    if (mayTryAgain || this.isOnline !== this.wasOnline) this.refreshSoon();
    const isOff = this.manifest.screen.off.some(([start, end]) => start <= now && now < end);
    const decision = this.resolver.resolve(now);
    const isDark = isOff && !decision.emergency;
    this.stage.darken(isDark);
    const told = decision.faults.map(({ code, schedule, zone }) => ({ code, subject: schedule ? String(schedule) : zone, detail: zone }));
    this.faults.set(FAULTS, [...told, ...this.unreachable]);
    if (isDark) this.rest(now);
    else this.direct(decision, now);
    this.stage.tick();
    this.proof.tick(now);
    return Math.max(20, Math.min(LONGEST_MS, decision.until - now));
  }

  direct(decision, now) {
    const { emergency, zones, overlay, until } = decision;
    this.put(this.stage.emergency, "emergency", emergency);
    this.stage.emergency.element.hidden = !emergency;
    for (const [name, zone] of this.stage.zones) {
      if (emergency) this.hide(name, zone, now);
      else this.put(zone, name, zones[name]);
    }
    const ticker = overlay && itemOf(this.manifest, "", overlay);
    this.stage.say(ticker?.text ?? null);
    this.prove("overlay", overlay, now);
    if (until - now < 20_000) this.prepare(until);
  }

  put(zone, name, shown) {
    if (!shown || shown.kind === "built_in") {
      zone.show(null);
      this.prove(name, null, this.clock.now());
      return;
    }
    const item = itemOf(this.manifest, name, shown);
    const { cleared } = zone;
    const show = (turn) => cleared === zone.cleared && zone.show(turn); // what was on its way as the zone was cleared comes too late
    this.turn(name, shown, item).then(show).catch((error) => this.fail(item, { code: "bad_media", detail: error.message }));
  }

  /** Under an emergency nothing plays on unseen. */
  hide(name, zone, now) {
    zone.clear();
    this.prove(name, null, now);
  }

  prepare(at) {
    const decision = this.resolver.resolve(at);
    for (const [name, zone] of this.stage.zones) {
      const shown = decision.zones[name];
      if (!shown?.item || decision.emergency) continue;
      const item = itemOf(this.manifest, name, shown);
      if (item.type === "bundle") continue; // the line has to be there when it begins, not before
      this.turn(name, shown, item).then((turn) => zone.prepare(turn)).catch(() => {});
    }
  }

  async turn(name, shown, item) {
    const address = item.media && item.type !== "bundle" ? await this.store.address(item.media, this.manifest.media[item.media]?.type) : this.bundle(item);
    const context = { volume: this.manifest.screen.volume, started: shown.started, now: () => this.clock.now() };
    return { key: `${shown.schedule} ${shown.item} ${shown.place} ${shown.started}`, item, shown, address, transition: item.transition, context };
  }

  /** A bundle runs from the portal, in a sandbox; its address says which one and for how long. */
  bundle(item) {
    if (item.type !== "bundle") return null;
    const { searchParams } = new URL(this.manifest.media[item.media].url, location.href);
    return `/player/bundles/${searchParams.get("e")}/${searchParams.get("s")}/${item.media}/${item.entry ?? "index.html"}`;
  }

  shown(name, turn) {
    const { schedule, item, started } = turn.shown;
    this.prove(name, { schedule, item, started }, this.clock.now());
    this.playing.set(name, { zone: name, schedule, item, title: turn.item.title, since: this.clock.now() });
    this.changed();
  }

  prove(name, shown, now) {
    if (shown) {
      const key = `${shown.schedule} ${shown.item} ${shown.started}`;
      if (this.proving.get(name) === key) return;
      this.proving.set(name, key);
      this.proof.begin(name, shown, now);
    } else {
      this.proving.delete(name);
      this.playing.delete(name);
      this.proof.end(name, now);
    }
  }

  rest(now) {
    for (const name of [...this.stage.zones.keys(), ...OVER_ALL]) this.prove(name, null, now);
    this.stage.say(null);
  }

  /** An item that cannot be shown is left out for a while; the loop goes on with the others. */
  fail(item, { code, detail }) {
    this.faults.add(code, item.media?.slice(0, 16) ?? item.id, `${item.title}: ${detail}`);
    if (!item.media) return;
    this.failed.set(item.media, this.clock.now() + FAILED_MS);
    this.refreshSoon();
  }

  /** It plays: what was wrong with it before is over. */
  fine({ item }) {
    for (const code of ["decode_failed", "bad_media"]) this.faults.clear(code, item.media?.slice(0, 16) ?? item.id);
    this.faults.clear("autoplay_refused", item.id);
  }

  /** What is whole, did not fail, and can be reached: bundles run from the portal. */
  usable() {
    this.wasOnline = this.isOnline;
    const lost = this.wasOnline ? [] : bundlesOf(this.manifest);
    this.unreachable = lost.map(({ media, title }) => ({ code: "bundle_unreachable", subject: media.slice(0, 16), detail: title }));
    const found = new Set([...this.store.whole].filter((digest) => !this.failed.has(digest)));
    lost.forEach(({ media }) => found.delete(media));
    return found;
  }

  get isOnline() {
    return performance.now() - this.onlineAt < OFFLINE_MS;
  }
}

function bundlesOf({ schedules, defaults }) {
  return [...schedules, ...Object.values(defaults).flat()].flatMap((owner) => owner.items).filter((item) => item.type === "bundle");
}
