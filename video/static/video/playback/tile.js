// One camera's picture. It is told the moment that the common clock shows and follows it: loads the playlist around it, seeks, or nudges
// its speed until both agree. hls.js plays where it was fetched, else the browser itself.
import { fileAt, holding, momentOf, nextStart, positionOf, read } from "./playlist.js";

const HOUR = 3_600_000;
const FAR = 0.75;
const NEAR = 0.04;
const RETRY = 5000;

export class Tile {
  constructor(figure, camera, texts) {
    this.figure = figure;
    this.camera = camera;
    this.texts = texts;
    this.video = figure.querySelector("video");
    this.note = figure.querySelector("[data-note]");
    this.noteText = figure.querySelector("[data-note-text]");
    this.jump = figure.querySelector("[data-note-jump]");
    this.span = null;
    this.window = null;
    this.loading = null;
    this.failedAt = 0;
    this.failure = "";
    this.target = null;
    this.hls = null;
    this.video.addEventListener("error", () => { if (this.window && this.video.error) this.failWhy(); });
  }

  // The span of footage at a moment; null in a gap, and where the playlist turned out to hold nothing.
  covers(utc) {
    const found = this.window;
    if (found && utc >= found.from && utc < found.to && positionOf(found.runs, utc) === null) return null;
    return holding(this.camera.spans, utc);
  }

  // Whether the clock should wait for this picture.
  get isWaiting() {
    if (!this.span || this.failure) return false;
    return Boolean(this.loading) || !this.window || this.video.seeking || this.video.readyState < 3;
  }

  get isReady() {
    return Boolean(this.span && this.window && !this.failure);
  }

  get moment() {
    return this.window ? momentOf(this.window.runs, this.video.currentTime) : null;
  }

  next(utc) {
    return nextStart(this.camera.spans, utc);
  }

  follow(utc, { playing, held, rate }) {
    this.span = holding(this.camera.spans, utc);
    if (!this.span) {
      this.halt();
      this.say(this.absence(utc), this.next(utc) !== null);
      return;
    }
    if (this.failure && performance.now() - this.failedAt < RETRY) return;
    if (!this.window || utc < this.window.from || utc >= this.window.to) {
      if (!this.loading) this.load(utc);
      if (this.loading && !this.window) this.say(this.texts.loading);
      this.halt();
      return;
    }
    const position = positionOf(this.window.runs, utc);
    if (position === null) {
      this.say(this.texts.noFootage, this.next(utc) !== null);
      this.halt();
      return;
    }
    this.say(this.video.readyState < 2 ? this.texts.loading : "");
    this.meet(position, playing && !held, rate);
  }

  meet(position, runs, rate) {
    const video = this.video;
    if (video.readyState < 1) return;
    const drift = video.currentTime - position;
    if (!runs) {
      this.halt();
      if (!video.seeking && Math.abs(drift) > 0.01 && this.target !== position) this.seek(position);
      return;
    }
    if (Math.abs(drift) > FAR * Math.max(1, rate)) {
      if (!video.seeking) this.seek(position);
    } else {
      const nudge = Math.abs(drift) > NEAR ? Math.max(-0.15, Math.min(0.15, -drift / 2)) : 0;
      const wanted = Math.min(16, rate * (1 + nudge));
      if (Math.abs(video.playbackRate - wanted) > 0.005) video.playbackRate = wanted;
    }
    if (video.paused) video.play().catch(() => {});
  }

  // Two milliseconds in, so that the picture that begins there is shown and not the one before.
  seek(position) {
    this.target = position;
    this.video.currentTime = position + 0.002;
  }

  halt() {
    if (!this.video.paused) this.video.pause();
  }

  async load(utc) {
    const token = (this.loading = {});
    this.failure = "";
    const now = Date.now();
    const from = Math.floor(utc / HOUR) * HOUR - HOUR;
    const to = Math.min(from + 4 * HOUR, Math.max(now, utc + 1000));
    const url = `${this.camera.playlist}?from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/vnd.apple.mpegurl" } });
      if (this.loading !== token) return;
      if (!answer.ok) throw new Error(this.reason(answer.status));
      const runs = read(await answer.text());
      if (this.loading !== token) return;
      const last = runs[runs.length - 1];
      this.window = { from, to: last ? Math.min(to, Math.max(last.utc + last.duration * 1000, utc + 1)) : to, runs };
      this.loading = null;
      if (runs.length) this.attach(url, positionOf(runs, utc) ?? 0);
    } catch (error) {
      if (this.loading !== token) return;
      this.loading = null;
      this.fail(error instanceof TypeError ? this.texts.failed : error.message);
    }
  }

  attach(url, position) {
    this.detach();
    this.target = null;
    const codec = this.camera.codec;
    const type = `video/mp4; codecs="${codec}"`;
    const Hls = window.Hls;
    if (codec && !this.video.canPlayType(type) && !(window.MediaSource?.isTypeSupported(type))) {
      this.fail(this.texts.cannotDecode.replace("{codec}", codec), { forGood: true });
    } else if (Hls?.isSupported()) {
      this.hls = new Hls({ enableWorker: false, startPosition: position, maxBufferLength: 20, maxMaxBufferLength: 60, backBufferLength: 30 });
      this.hls.on(Hls.Events.ERROR, (_event, data) => {
        const status = data.response?.code;
        if (data.fatal || status === 410 || status === 503) this.fail(this.reason(status));
      });
      this.hls.loadSource(url);
      this.hls.attachMedia(this.video);
    } else if (this.video.canPlayType("application/vnd.apple.mpegurl")) {
      this.video.src = url;
      this.video.load();
    } else {
      this.fail(this.texts.cannotPlay, { forGood: true });
    }
  }

  detach() {
    this.hls?.destroy();
    this.hls = null;
    if (this.video.hasAttribute("src")) {
      this.video.removeAttribute("src");
      this.video.load();
    }
  }

  fail(message, { forGood = false } = {}) {
    this.detach();
    this.window = null;
    this.failure = message;
    this.failedAt = forGood ? Infinity : performance.now();
    this.say(message);
  }

  reason(status) {
    return { 410: this.texts.gone, 503: this.texts.away }[status] ?? this.texts.failed;
  }

  // A browser that plays HLS itself does not say what went wrong: the file is asked once more for its first byte.
  async failWhy() {
    const url = fileAt(this.window.runs, this.video.currentTime);
    this.fail(this.texts.failed);
    if (!url) return;
    try {
      const answer = await fetch(url, { headers: { Range: "bytes=0-0" } });
      if (this.failure && !answer.ok) this.fail(this.reason(answer.status));
    } catch {
      // The network is away: what is said already holds.
    }
  }

  absence(utc) {
    const hole = holding(this.camera.absent, utc);
    return hole && hole[2] !== this.texts.noFootage ? `${this.texts.noFootage} · ${hole[2]}` : this.texts.noFootage;
  }

  say(text, canJump = false) {
    if (this.noteText.textContent !== text) this.noteText.textContent = text;
    this.note.hidden = !text;
    this.jump.hidden = !canJump;
    this.figure.classList.toggle("is-absent", Boolean(text) && !this.span);
  }
}
