// What stands on the screen: zones with two layers each, the ticker, the emergency over everything, darkness.

import { playerOf } from "./items.js";
import { pictureOf } from "./picture.js";

const READY_MS = 8_000;
const FADE_MS = 600;

/** One rectangle that shows one item after another. The next is made ready beforehand, so that the change is at once. */
export class Zone {
  constructor(name, element, hooks) {
    Object.assign(this, { name, element, hooks, current: null, next: null, cleared: 0 });
  }

  /** `turn`: {key, item, address, transition, context}; null: nothing but the slide below. */
  async show(turn) {
    const key = turn?.key ?? null;
    if (key === null) this.cleared += 1;
    if (key === (this.current?.key ?? null)) {
      this.changing = undefined;
      return;
    }
    if (this.changing === key) return;
    this.changing = key;
    const made = turn && (this.next?.key === turn.key ? this.next : this.made(turn));
    if (this.next !== made) this.drop(this.next);
    this.next = null;
    const isReady = made === null || (await this.waited(made));
    if (this.changing !== key) return this.drop(made);
    this.changing = undefined;
    if (!isReady) return this.fail(made);
    this.change(made);
  }

  prepare(turn) {
    if (!turn || this.next?.key === turn.key || this.current?.key === turn.key || this.changing !== undefined) return;
    this.drop(this.next);
    this.next = this.made(turn);
  }

  tick() {
    if (!this.current || this.current.isLost) return;
    const { player, turn } = this.current;
    const problem = player.tick();
    if (problem) {
      this.current.isLost = true;
      this.hooks.failed(turn, problem);
    } else if (player.problem) this.hooks.troubled(turn, player.problem);
    else this.hooks.fine(turn);
  }

  /** `cleared` counts how often nothing was to be here. */
  clear() {
    this.cleared += 1;
    for (const made of [this.current, this.next]) this.drop(made);
    this.current = this.next = null;
    this.changing = undefined;
  }

  made(turn) {
    const player = playerOf(turn.item, turn.address, turn.context);
    const layer = document.createElement("div");
    layer.className = "layer";
    layer.append(player.element);
    const made = { key: turn.key, turn, player, layer };
    made.isReady = player.ready().then(() => true, (error) => ((made.error = error), false));
    return made;
  }

  waited(made) {
    const late = new Promise((done) => setTimeout(() => ((made.error ??= new Error("not ready in time")), done(false)), READY_MS));
    return Promise.race([made.isReady, late]);
  }

  fail(made) {
    this.drop(made);
    this.hooks.failed(made.turn, { code: "decode_failed", detail: made.error?.message ?? "" });
  }

  change(made) {
    const before = this.current;
    this.current = made;
    if (made) {
      made.layer.dataset.transition = made.turn.transition;
      this.element.append(made.layer);
      made.player.start();
      requestAnimationFrame(() => made.layer.classList.add("is-on"));
      this.hooks.shown(this.name, made.turn);
    }
    if (before) setTimeout(() => this.drop(before), made && made.turn.transition !== "cut" ? FADE_MS : 0);
  }

  drop(made) {
    if (!made) return;
    made.player.stop();
    made.layer.remove();
  }
}

export class Stage {
  constructor(root, hooks) {
    Object.assign(this, { root, hooks, zones: new Map() });
    this.grid = root.querySelector("[data-zones]");
    this.ticker = root.querySelector("[data-ticker]");
    this.emergency = new Zone("emergency", root.querySelector("[data-emergency]"), hooks);
  }

  lay({ columns, rows, zones }) {
    const told = JSON.stringify([columns, rows, zones]);
    if (told === this.laid) return;
    this.laid = told;
    this.zones.forEach((zone) => zone.clear());
    this.zones = new Map(zones.map((zone) => [zone.name, new Zone(zone.name, this.rectangle(zone, columns, rows), this.hooks)]));
    this.grid.replaceChildren(...[...this.zones.values()].map((zone) => zone.element));
  }

  rectangle({ name, left, top, width, height }, columns, rows) {
    const slide = this.root.querySelector("[data-slide]").content.cloneNode(true);
    const element = document.createElement("section");
    element.className = "zone";
    element.dataset.zone = name;
    element.append(slide);
    const share = (part, whole) => `${(part / whole) * 100}%`;
    Object.assign(element.style, { left: share(left, columns), top: share(top, rows), width: share(width, columns), height: share(height, rows) });
    return element;
  }

  say(text) {
    const words = [text?.title, text?.body].filter(Boolean).join("　");
    this.ticker.hidden = !words;
    const line = this.ticker.firstElementChild;
    if (line.textContent === words) return;
    line.textContent = words;
    line.style.animationDuration = `${Math.max(12, words.length * 0.4)}s`;
  }

  darken(isOff) {
    if (isOff && !this.isOff) [...this.zones.values(), this.emergency].forEach((zone) => zone.clear());
    this.isOff = isOff;
    this.root.classList.toggle("is-off", isOff);
  }

  tick() {
    for (const zone of [...this.zones.values(), this.emergency]) zone.tick();
  }

  /** What is on as a picture, `width` pixels wide. */
  picture(width) {
    return pictureOf(this.root, width);
  }
}
