// Plays a camera's live picture from its storage node. The address is asked of the portal, which checks and notes who watches; before it
// runs out a younger token renews it at the node, so that the player never has to change the address under way.
const HIDDEN_MS = 60_000;
const RETRY_MS = 4_000;
const STALLED_MS = 15_000;
const FAR_SECONDS = 6;
const NATIVE = "application/vnd.apple.mpegurl";

class Live {
  constructor(root, { source, texts }) {
    this.root = root;
    this.source = source;
    this.texts = texts;
    this.video = root.querySelector("video");
    this.note = root.querySelector("[data-note]");
    this.clock = root.querySelector("[data-clock]");
    this.delay = root.querySelector("[data-delay]");
    this.hls = null;
    this.old = "";
    this.viewing = "";
    this.offset = 0;
    this.timers = {};
    this.failed = false;
    this.moved = { at: 0, time: -1 };
    this.time = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: "Asia/Shanghai" });
    this.video.addEventListener("playing", () => { this.failed = false; this.say(""); });
    this.video.addEventListener("error", () => { if (this.video.hasAttribute("src") && !this.hls) this.fail(this.texts.noPicture); });
  }

  async start() {
    this.stop();
    const begun = (this.begun = {});
    // What failed stays on the screen while it is tried again.
    if (!this.failed) this.say(this.texts.loading);
    let found = null;
    try {
      found = await this.ask();
    } catch {
      if (this.begun === begun) this.fail(this.texts.unreachable);
      return;
    }
    if (this.begun !== begun || !found) return;
    if (!found.address) {
      this.say(this.texts.noService);
      return;
    }
    this.old = found.token;
    this.moved = { at: performance.now(), time: -1 };
    this.attach(found.address);
    this.timers.watch = setInterval(() => this.watch(), 500);
  }

  stop() {
    this.begun = null;
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.timers = {};
    this.hls?.destroy();
    this.hls = null;
    if (this.video.hasAttribute("src")) {
      this.video.removeAttribute("src");
      this.video.load();
    }
    this.delay.hidden = true;
    this.clock.textContent = "";
  }

  // A fresh address; plans when to renew. Null where this browser may not have one, and then it was said why; throws what went wrong.
  async ask() {
    const answer = await fetch(`${this.source}?viewing=${encodeURIComponent(this.viewing)}`, { headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 401) {
      location.reload();
      return null;
    }
    if (answer.status === 403 || answer.status === 404) {
      this.stop();
      this.say(this.texts.refused);
      return null;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    this.offset = found.now - Date.now();
    this.viewing = found.viewing ?? "";
    this.show(found.state);
    if (found.address) this.timers.renew = setTimeout(() => this.renew(), found.again * 1000);
    return found;
  }

  // Twice before the old token runs out; the picture goes on meanwhile.
  async renew() {
    const begun = this.begun;
    try {
      const found = await this.ask();
      if (this.begun !== begun || !found?.address) return;
      const address = `${found.renewal}?t=${encodeURIComponent(this.old)}&by=${encodeURIComponent(found.token)}`;
      const answer = await fetch(address, { method: "POST" });
      if (this.begun === begun && answer.status === 403) this.start();
    } catch {
      if (this.begun !== begun) return;
      clearTimeout(this.timers.renew);
      this.timers.renew = setTimeout(() => this.renew(), RETRY_MS);
    }
  }

  attach(address) {
    const Hls = window.Hls;
    if (Hls?.isSupported()) {
      // A second or two of buffer is all there is, so a stall is met by skipping, and being late by playing a little faster.
      this.hls = new Hls({
        enableWorker: false, lowLatencyMode: true, backBufferLength: 10, maxLiveSyncPlaybackRate: 1.3,
        liveSyncOnStallIncrease: 0.5, manifestLoadPolicy: once(12_000), playlistLoadPolicy: once(16_000),
      });
      this.hls.on(Hls.Events.ERROR, (_event, data) => this.stumble(Hls, data));
      this.hls.loadSource(address);
      this.hls.attachMedia(this.video);
    } else if (this.video.canPlayType(NATIVE)) {
      this.video.src = address;
    } else {
      this.stop();
      this.say(this.texts.cannotPlay);
      return;
    }
    this.video.play().catch(() => {});
  }

  stumble(Hls, data) {
    if (!data.fatal) return;
    if (data.details === Hls.ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR || data.details === Hls.ErrorDetails.BUFFER_ADD_CODEC_ERROR) {
      const codec = this.hls?.levels?.[0]?.videoCodec ?? "";
      this.stop();
      this.say(this.texts.cannotDecode.replace("{codec}", codec));
      return;
    }
    this.fail(data.response?.code ? this.texts.noPicture : this.texts.unreachable);
  }

  fail(text) {
    this.stop();
    this.failed = true;
    this.say(text);
    this.timers.retry = setTimeout(() => this.start(), RETRY_MS);
  }

  // Twice a second: how far behind, and whether the picture still moves.
  watch() {
    const video = this.video;
    if (video.currentTime !== this.moved.time) this.moved = { at: performance.now(), time: video.currentTime };
    else if (performance.now() - this.moved.at > STALLED_MS) return this.fail(this.texts.noPicture);
    const shown = this.moment();
    this.root.dataset.frames = String(video.getVideoPlaybackQuality?.().totalVideoFrames ?? 0);
    if (video.readyState < 2) return;
    this.delay.hidden = false;
    if (shown === null) {
      this.delay.textContent = this.texts.unknown;
      return;
    }
    const behind = Math.max(0, (Date.now() + this.offset - shown) / 1000);
    this.root.dataset.behind = behind.toFixed(2);
    // What a faster pace would take too long to make up is skipped.
    const edge = this.hls?.liveSyncPosition;
    if (behind > FAR_SECONDS && edge > video.currentTime + 1) video.currentTime = edge;
    this.delay.textContent = this.texts.behind.replace("{seconds}", behind.toFixed(1));
    this.delay.className = `badge tone-${behind > 10 ? "bad" : behind > 4 ? "warn" : "neutral"}`;
    this.clock.textContent = this.time.format(shown);
  }

  // When the picture on the screen was taken, in milliseconds since 1970.
  moment() {
    if (this.hls) return this.hls.playingDate?.getTime() ?? null;
    const zero = this.video.getStartDate?.().getTime();
    return Number.isFinite(zero) ? zero + this.video.currentTime * 1000 : null;
  }

  show({ text, tone, cause }) {
    const chip = this.root.querySelector("[data-state]");
    chip.className = `badge tone-${tone}`;
    chip.textContent = text;
    this.root.querySelector("[data-cause]").textContent = cause;
  }

  say(text) {
    this.note.hidden = !text;
    this.note.querySelector("p").textContent = text;
  }
}

// One try; what comes after is up to the page, with a fresh address.
function once(milliseconds) {
  return { default: { maxTimeToFirstByteMs: milliseconds, maxLoadTimeMs: milliseconds, timeoutRetry: null, errorRetry: null } };
}

const root = document.querySelector("[data-live]");
const data = document.getElementById("live-data");
if (root && data) {
  const live = new Live(root, JSON.parse(data.textContent));
  const full = root.querySelector("[data-full]");
  const toggle = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  if (root.requestFullscreen) {
    full.hidden = false;
    full.addEventListener("click", toggle);
    document.addEventListener("keydown", (event) => {
      if (event.key === "f" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea")) toggle();
    });
  }
  let hiding = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(() => { live.stop(); live.say(live.texts.hidden); }, HIDDEN_MS);
    else if (!live.begun && !live.timers.retry) live.start();
  });
  live.start();
}
