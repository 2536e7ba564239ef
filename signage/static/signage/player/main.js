// The player of a screen: pairs itself, plays what it was told, fetches what it lacks, and tells how it does. Everything that it needs to play
// is kept here, so that it plays on without a line.

import { Clock } from "./clock.js";
import { Director } from "./director.js";
import { Downloads } from "./downloads.js";
import { Events } from "./events.js";
import { Faults } from "./faults.js";
import { pair, pause, Portal, Unauthorised } from "./portal.js";
import { Proof } from "./proof.js";
import { Reporter } from "./report.js";
import { Stage } from "./stage.js";
import { playerName, State } from "./state.js";
import { Store } from "./store.js";
import { watchOver, watchStart } from "./watchdog.js";

const SPREAD_MS = 600_000;
const root = document.querySelector("[data-player]");
const { version, events: eventsAddress } = root.dataset;
const name = playerName();

async function boot() {
  const started = watchStart();
  showSlide();
  installShell();
  if (!(await isAlone())) {
    started();
    return giveWay();
  }
  const state = await State.open(name);
  const store = await Store.open(name, new URL("./store-worker.js", import.meta.url));
  let token = await state.get("token");
  if (!token) {
    started();
    token = await paired(state);
  }
  await new Player({ state, store, token }).run();
  started();
}

/** Until the stage is laid, and while there is none. */
function showSlide() {
  root.querySelector("[data-zones]").append(root.querySelector("[data-slide]").content.cloneNode(true));
}

/** A new version of the player that has been installed beside this one runs at once. */
function installShell() {
  const shells = navigator.serviceWorker;
  if (shells?.controller) shells.addEventListener("controllerchange", () => location.reload());
  shells?.register("/player/sw.js", { scope: "/player/" }).catch(() => {});
}

/** Two players of one name in one browser would take each other's files. The lock goes with the page. */
function isAlone() {
  return new Promise((done) => {
    navigator.locks.request(`noc-player-${name}`, { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock && new Promise(() => {});
    });
  });
}

async function giveWay() {
  root.querySelector("[data-elsewhere]").hidden = false;
  await navigator.locks.request(`noc-player-${name}`, () => {});
  location.reload();
}

async function paired(state) {
  const panel = root.querySelector("[data-pairing]");
  const show = (code) => {
    panel.hidden = false;
    panel.querySelector("[data-code]").textContent = code ? `${code.slice(0, 4)} ${code.slice(4)}` : "····";
    panel.classList.toggle("is-waiting", !code);
  };
  const [key, poll] = location.hash.startsWith("#pair=") ? location.hash.slice(6).split(".") : [];
  if (key) history.replaceState(null, "", location.pathname + location.search);
  const token = await pair({ show, about: navigator.userAgent.slice(0, 200), started: key ? { key, poll } : null });
  await state.set("token", token);
  panel.hidden = true;
  return token;
}

class Player {
  constructor({ state, store, token }) {
    Object.assign(this, { state, store, token, portal: new Portal(token), wanted: 0 });
  }

  async run() {
    this.clock = new Clock({ offset: (await this.state.get("offset")) ?? 0, latest: await this.latestMoment() });
    this.proof = await Proof.open(this.state);
    this.faults = new Faults(() => this.reporter?.soon());
    const failed = (turn, problem) => this.director.fail(turn.item, problem);
    const troubled = (turn, { code, detail }) => this.faults.add(code, turn.item.id, detail);
    const fine = (turn) => this.director.fine(turn);
    this.stage = new Stage(root, { shown: (zone, turn) => this.director.shown(zone, turn), failed, troubled, fine });
    this.director = new Director({ ...this.parts(), changed: () => this.reporter?.soon() });
    this.reporter = new Reporter({ ...this.parts(), director: this.director, portal: this.portal, state: this.state, version, learned: (answer) => this.learned(answer) });
    if (this.clock.isBehind) this.faults.add("clock_off", "", "set back");
    await this.startFromWhatIsKept();
    this.begin();
  }

  /** The last moment that was here, as far as it was written down. */
  async latestMoment() {
    const kept = await this.state.get("manifest");
    return Math.max((await this.state.get("latest")) ?? 0, kept?.manifest.built ?? 0);
  }

  parts() {
    const { clock, store, stage, proof, faults } = this;
    return { clock, store, stage, proof, faults };
  }

  async startFromWhatIsKept() {
    this.kept = (await this.state.get("manifest")) ?? null;
    this.keptBefore = this.director.before = (await this.state.get("before")) ?? null;
    if (this.kept) await this.store.count({ ...this.keptBefore?.media, ...this.kept.manifest.media });
    if (this.kept) this.director.take(this.kept.manifest);
    else this.director.refresh();
  }

  begin() {
    this.clock.keep((offset) => this.keepOffset(offset));
    this.downloads = new Downloads({ store: this.store, clock: this.clock, hooks: this.downloadHooks() });
    this.downloads.run();
    this.events = new Events({ address: eventsAddress, token: this.token, hear: (kind, data) => this.hear(kind, data), state: (isOpen) => this.lineIs(isOpen) });
    this.events.run();
    this.pollManifest();
    this.reporter.run();
    this.proveNowAndThen();
    this.checkNowAndThen();
    watchOver({
      wake: () => this.director.look(),
      looks: () => {
        this.store.look();
        this.clock.look();
      },
      isAlive: () => this.store.isAlive && performance.now() - this.director.lookedAt < 20_000,
    });
    keepAwake();
    globalThis.nocPlayer = { status: () => this.status() };
  }

  downloadHooks() {
    return {
      wants: () => ({ manifest: this.director.newest, keep: this.director.keep, playing: this.director.onNow, isNew: !this.director.before }),
      changed: () => this.arrived(),
      stale: () => this.fetchManifest({ isWhole: true }),
      fault: (code, subject, detail) => this.faults.add(code, subject, detail),
      cleared: (code, subject) => this.faults.clear(code, subject),
    };
  }

  arrived() {
    this.director.refresh();
    return this.keepBefore();
  }

  /** The last manifest of which everything was there: what waits for the newest one's media is played as it was in this one. */
  async keepBefore() {
    const { before } = this.director;
    if (before === this.keptBefore) return;
    this.keptBefore = before;
    await this.state.set("before", before);
  }

  async keepOffset(offset) {
    if (this.clock.isFarOff) this.faults.add("clock_off", "", `${Math.round(offset / 1000)} s`);
    else this.faults.clear("clock_off");
    await this.state.set("offset", offset);
  }

  /** What was said while nobody listened comes after the greeting: an emergency of then may be over, the manifest knows. */
  hear(kind, data) {
    this.online();
    if (kind === "hello") this.greeted = data.revision;
    if (kind === "emergency" && data.revision >= this.greeted) this.director.alert(data.revision, data.emergency);
    if (kind === "emergency" || kind === "revision" || kind === "hello") this.want(data.revision, data.within ?? 0);
    if (kind === "hello") this.catchUp();
    if (kind === "command") this.reporter.carryOut(data);
    if (kind === "revoked") this.forget();
  }

  /** The line is there, perhaps after hours without: the portal hears at once how it went. */
  catchUp() {
    this.reporter.soon();
    this.proof.send(this.portal, this.clock.now()).catch(() => {});
  }

  learned({ revision, error }) {
    if (error instanceof Unauthorised) this.forget();
    if (revision === undefined) return;
    this.online();
    this.want(revision);
  }

  online() {
    this.director.onlineAt = performance.now();
  }

  /** `within`: over how many milliseconds the screens that were told take turns; an emergency's never wait. */
  want(revision, within = 0) {
    const { newest } = this.director;
    if (revision <= (newest?.revision ?? 0)) return;
    const turn = within * ((newest?.download.spread ?? 0) / SPREAD_MS);
    if (turn > 0) setTimeout(() => this.fetchManifest(), turn);
    else this.fetchManifest({ isWhole: revision === Infinity });
  }

  lineIs(isOpen) {
    this.isStreaming = isOpen;
  }

  async pollManifest() {
    for (;;) {
      await this.fetchManifest();
      const [least, spread] = this.isStreaming ? [300_000, 300_000] : [30_000, 30_000];
      await pause(least + Math.random() * spread);
    }
  }

  /** One at a time; what is asked for meanwhile is fetched once more afterwards. */
  async fetchManifest({ isWhole = false } = {}) {
    if (this.fetching) {
      this.again = { isWhole: isWhole || this.again?.isWhole };
      return;
    }
    this.fetching = true;
    try {
      await this.took(await this.portal.manifest(isWhole ? null : this.kept?.etag));
    } catch (error) {
      if (error instanceof Unauthorised) await this.forget();
    } finally {
      this.fetching = false;
    }
    const again = this.again;
    this.again = null;
    if (again) await this.fetchManifest(again);
  }

  async took(fetched) {
    this.online();
    if (!fetched) return;
    this.kept = fetched;
    this.director.take(fetched.manifest);
    this.downloads.wake();
    await this.state.set("manifest", fetched);
    await this.store.count({ ...this.director.before?.media, ...fetched.manifest.media });
    await this.arrived();
  }

  /** Counters are on the disk every few seconds and at the portal every minute. */
  async proveNowAndThen() {
    for (let turn = 0; ; turn += 1) {
      const now = this.clock.now();
      await (turn % 20 ? this.proof.keep(now) : this.proof.send(this.portal, now)).catch(() => {});
      await this.state.set("latest", now).catch(() => {});
      await pause(3_000);
    }
  }

  /** Reads a file again now and then: a disk that rots is found before it is shown for long. */
  async checkNowAndThen() {
    for (;;) {
      await pause(1_800_000 * (0.5 + Math.random()));
      await this.checkOne().catch((error) => this.faults.add("bad_media", "", error.message));
    }
  }

  async checkOne() {
    const held = [...this.store.whole].filter((digest) => this.director.newest?.media[digest]);
    const digest = held[Math.floor(Math.random() * held.length)];
    if (!digest || (await this.store.ask("check", { digest, chunks: this.director.newest.media[digest].chunks })) === 0) return;
    this.store.whole.delete(digest);
    this.faults.add("bad_media", digest.slice(0, 16), "changed on the disk");
    this.director.refresh();
    this.downloads.wake();
  }

  async forget() {
    this.events.isRunning = this.downloads.isRunning = false;
    this.proof.isStopped = true;
    try {
      await this.state.forget();
      await this.store.clear();
    } finally {
      location.reload();
    }
  }

  /** For support and tests: what a person beside the screen may know. */
  status() {
    const { newest, isComplete, playing } = this.director;
    return {
      now: this.clock.now(),
      revision: newest?.revision ?? 0,
      isComplete,
      isStreaming: Boolean(this.isStreaming),
      playing: [...playing.values()],
      whole: [...this.store.whole],
      held: this.store.heldBytes,
      faults: this.faults.all(),
    };
  }
}

function keepAwake() {
  const ask = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  ask();
}

boot().catch((error) => {
  root.querySelector("[data-failed]").hidden = false;
  root.querySelector("[data-reason]").textContent = error.message;
  setTimeout(() => location.reload(), 30_000);
});
