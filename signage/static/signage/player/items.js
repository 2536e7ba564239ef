// How each kind of item is shown. A player of an item has `element`, ready(), start(at), tick(at), stop() and `problem`.

const DRIFT_GENTLE = 0.08;
const DRIFT_SEEK = 1;
const STUCK_MS = 6_000;
const LEAST_SCALE = 0.3;
const BUNDLE_MS = 3_000;

export function playerOf(item, address, context) {
  const kinds = { image: Picture, page: Picture, video: Clip, bundle: Bundle, notice: Notice };
  return new kinds[item.type](item, address, context);
}

class Picture {
  constructor(item, address) {
    this.element = document.createElement("img");
    this.element.alt = item.title;
    this.element.src = address;
  }

  async ready() {
    await this.element.decode();
  }

  start() {}

  tick() {
    return null;
  }

  stop() {
    this.element.removeAttribute("src");
  }
}

/** A clip runs by the wall clock: `started` is when its first picture was or would have been on. */
class Clip {
  constructor(item, address, { volume, started, now }) {
    Object.assign(this, { now, started, volume, seen: 0, seenAt: 0, problem: null });
    this.element = document.createElement("video");
    Object.assign(this.element, { muted: true, playsInline: true, preload: "auto", loop: true, disablePictureInPicture: true });
    this.element.src = address;
  }

  async ready() {
    const video = this.element;
    await new Promise((done, failed) => {
      video.addEventListener("loadeddata", done, { once: true });
      video.addEventListener("error", () => failed(new Error(video.error?.message || "the clip cannot be decoded")), { once: true });
    });
    this.seek();
  }

  async start() {
    this.seenAt = performance.now();
    try {
      await this.element.play();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.problem = { code: "autoplay_refused", detail: error.message };
      return;
    }
    if (this.volume > 0) await this.sound();
  }

  /** A browser that was not told to allow sound stops the clip when it is turned on: then it goes on without. */
  async sound() {
    const video = this.element;
    Object.assign(video, { volume: this.volume / 100, muted: false });
    if (!video.paused) return;
    video.muted = true;
    this.problem = { code: "autoplay_refused", detail: "sound" };
    await video.play().catch(() => {});
  }

  seek() {
    const video = this.element;
    const due = this.due();
    if (Math.abs(video.currentTime - due) > DRIFT_GENTLE) video.currentTime = due;
  }

  due() {
    const length = this.element.duration || Infinity;
    return (Math.max(0, this.now() - this.started) / 1000) % length;
  }

  /** Keeps it in step, and notices when pictures no longer come. */
  tick() {
    const video = this.element;
    const { totalVideoFrames } = video.getVideoPlaybackQuality();
    if (totalVideoFrames !== this.seen) {
      this.seen = totalVideoFrames;
      this.seenAt = performance.now();
    }
    if (performance.now() - this.seenAt > STUCK_MS && !document.hidden) return { code: "decode_failed", detail: "no pictures" };
    const drift = video.currentTime - this.due();
    if (Math.abs(drift) > DRIFT_SEEK && Math.abs(drift) < (video.duration || Infinity) - DRIFT_SEEK) this.seek();
    video.playbackRate = Math.abs(drift) > DRIFT_GENTLE && Math.abs(drift) <= DRIFT_SEEK ? (drift > 0 ? 0.97 : 1.03) : 1;
    return null;
  }

  stop() {
    this.element.pause();
    this.element.removeAttribute("src");
    this.element.load();
  }
}

class Bundle {
  constructor(item, address) {
    this.item = item;
    this.element = document.createElement("iframe");
    this.element.setAttribute("sandbox", "allow-scripts");
    this.element.title = item.title;
    this.element.src = address;
  }

  /** A frame of another origin loads only in the document, and shows the browser's own page where nothing answers: so the portal is asked before. */
  async ready() {
    const asked = await fetch(this.element.src, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(BUNDLE_MS) });
    await asked.body?.cancel();
    if (!asked.ok) throw new Error(`the portal answered ${asked.status}`);
  }

  start() {}

  tick() {
    return null;
  }

  stop() {
    this.element.src = "about:blank";
  }
}

class Notice {
  constructor(item) {
    this.item = item;
    this.element = document.createElement("article");
    this.element.className = "notice";
    this.element.dataset.tone = item.text?.tone ?? "";
    for (const [name, text] of [["h1", item.text?.title], ["p", item.text?.body]]) {
      if (!text) continue;
      const part = document.createElement(name);
      part.textContent = text;
      this.element.append(part);
    }
  }

  async ready() {}

  /** Smaller, until the whole text is on the screen. */
  start() {
    for (let scale = 1; this.element.scrollHeight > this.element.clientHeight && scale > LEAST_SCALE; ) {
      scale -= 0.05;
      this.element.style.setProperty("--scale", scale);
    }
  }

  tick() {
    return null;
  }

  stop() {}
}
