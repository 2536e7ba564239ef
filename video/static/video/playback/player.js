// Plays one camera or several on one clock. The first picture that runs leads; the others follow it, and a camera without footage waits.
import { Excerpt } from "./excerpt.js";
import { Tile } from "./tile.js";
import { Timeline } from "./timeline.js";

const root = document.querySelector("[data-player]");
if (root) start(root);

function start(player) {
  const data = JSON.parse(document.getElementById("player-data").textContent);
  const { texts } = data;
  const find = (name) => player.querySelector(`[data-${name}]`);
  const tiles = data.cameras.map((camera) => new Tile(player.querySelector(`[data-camera="${camera.id}"]`), camera, texts));
  const speeds = [...find("speed").options].map((option) => Number(option.value));
  const state = { utc: data.at, playing: false, rate: 1, heldSince: 0, last: performance.now(), linked: "" };

  const clock = (utc) => new Date(utc + data.zoneMinutes * 60_000).toISOString().slice(0, 19).replace("T", " ");
  const say = (text) => { find("status").textContent = text; };
  const timeline = new Timeline(find("timeline"), data, { clock, seek });
  const excerpt = find("excerpt") && new Excerpt(find("excerpt"), { clock, moment: () => state.utc, changed: (span) => timeline.frame(span) });

  function seek(utc) {
    state.utc = Math.max(data.start, Math.min(data.end - 1, utc));
    state.heldSince = performance.now();
    say("");
    draw();
    for (const tile of tiles) { tile.target = null; tile.failure = ""; tile.follow(state.utc, { playing: state.playing, held: true, rate: state.rate }); }
    link();
  }

  function setPlaying(playing) {
    state.playing = playing;
    state.heldSince = performance.now();
    for (const icon of find("toggle").querySelectorAll("[data-when]")) icon.hidden = (icon.dataset.when === "playing") !== playing;
    find("toggle").setAttribute("aria-label", playing ? texts.pause : texts.play);
    find("toggle").title = playing ? texts.pause : texts.play;
    if (!playing) link();
  }

  function setRate(rate) {
    state.rate = rate;
    find("speed").value = String(rate);
  }

  // The address always tells cameras and second, so that it can be sent to somebody.
  function link() {
    const url = new URL(location.href);
    url.searchParams.set("at", clock(state.utc).replace(" ", "T"));
    url.searchParams.delete("day");
    const text = url.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
    if (text !== state.linked) history.replaceState(history.state, "", (state.linked = text));
    return text;
  }

  function tick() {
    const now = performance.now();
    const passed = Math.min(1000, now - state.last);
    state.last = now;
    const inside = tiles.filter((tile) => tile.covers(state.utc));
    const waits = inside.some((tile) => tile.isWaiting);
    if (!waits) state.heldSince = now;
    const held = waits && now - state.heldSince < 6000;
    if (state.playing && !held) advance(inside, passed);
    if (state.utc >= data.end - 1) { state.utc = data.end - 1; setPlaying(false); }
    for (const tile of tiles) tile.follow(state.utc, { playing: state.playing, held, rate: state.rate });
    draw();
  }

  function advance(inside, passed) {
    const leader = inside.find((tile) => tile.isReady && !tile.isWaiting);
    const end = state.utc + passed * state.rate;
    if (leader) {
      const shown = leader.moment;
      if (shown === null || leader.video.paused) return;
      const jumped = shown - state.utc > 1500 + passed * state.rate * 2;
      state.utc = jumped || leader.video.ended ? leader.covers(state.utc)[1] : Math.max(shown, state.utc);
      return;
    }
    if (inside.some((tile) => !tile.failure)) return;
    if (!inside.length && find("skip").checked) { skip(); return; }
    state.utc = end;
  }

  function skip() {
    const starts = tiles.map((tile) => tile.next(state.utc)).filter((at) => at !== null);
    if (starts.length) { seek(Math.min(...starts)); return; }
    setPlaying(false);
    say(texts.noNext);
  }

  function draw() {
    const text = clock(state.utc);
    if (find("clock").textContent !== text) find("clock").textContent = text;
    timeline.show(state.utc);
    excerpt?.show(state.utc);
    player.dataset.utc = String(Math.round(state.utc));
  }

  function step(direction) {
    setPlaying(false);
    const rate = tiles.find((tile) => tile.covers(state.utc))?.camera.frameRate ?? 25;
    seek(state.utc + (direction * 1000) / rate);
  }

  function faster(direction) {
    const place = speeds.indexOf(state.rate) + direction;
    if (speeds[place]) setRate(speeds[place]);
  }

  async function copy() {
    const text = link();
    try {
      await navigator.clipboard.writeText(text);
      say(texts.copied);
    } catch {
      say(texts.notCopied);
    }
  }

  function jumpTo(event) {
    event.preventDefault();
    const [hours, minutes, seconds = 0] = find("time").value.split(":").map(Number);
    if (![hours, minutes, seconds].every(Number.isFinite) || hours > 23 || minutes > 59 || seconds > 59) { say(texts.badTime); return; }
    seek(data.start + ((hours * 60 + minutes) * 60 + seconds) * 1000);
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else player.requestFullscreen?.();
  }

  const acts = {
    toggle: () => setPlaying(!state.playing),
    back: () => seek(state.utc - 10_000),
    ahead: () => seek(state.utc + 10_000),
    "frame-back": () => step(-1),
    "frame-ahead": () => step(1),
    skipto: skip,
    copy,
    full: fullScreen,
  };
  for (const [name, act] of Object.entries(acts)) find(name)?.addEventListener("click", act);
  for (const tile of tiles) tile.jump.addEventListener("click", () => { const next = tile.next(state.utc); if (next !== null) seek(next); });
  for (const button of player.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => timeline.zoom(Number(button.dataset.zoom) * 60_000));
  find("speed").addEventListener("change", (event) => setRate(Number(event.target.value)));
  find("jump-form").addEventListener("submit", jumpTo);

  const keys = {
    " ": acts.toggle, ArrowLeft: acts.back, ArrowRight: acts.ahead, ",": acts["frame-back"], ".": acts["frame-ahead"],
    "+": () => faster(1), "=": () => faster(1), "-": () => faster(-1), f: fullScreen,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("click", (event) => {
    const place = event.target.closest?.("[data-seek]");
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    seek(Number(place.dataset.seek));
    player.scrollIntoView({ block: "start", behavior: "auto" });
  });

  async function refresh() {
    try {
      const answer = await fetch(player.dataset.refresh, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const fresh = await answer.json();
      fresh.cameras.forEach((camera, number) => { if (tiles[number]?.camera.id === camera.id) tiles[number].camera = camera; });
      data.cameras = fresh.cameras;
      data.now = fresh.now;
      timeline.update(data);
    } catch { /* the next round tries again */ }
  }

  if (player.dataset.refresh) setInterval(() => { if (!document.hidden) refresh(); }, 30_000);
  setInterval(tick, 100);
  setInterval(() => { if (state.playing) link(); }, 5000);
  setRate(1);
  seek(state.utc);
}
