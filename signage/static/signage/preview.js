// Plays a playlist in the page, as saved: pictures, clips, pages and notices one after another.
const root = document.querySelector("[data-preview]");

if (root) {
  const stage = root.querySelector("[data-preview-stage]");
  const title = root.querySelector("[data-preview-title]");
  const turns = [...document.querySelectorAll("[data-preview-item]")].flatMap(({ dataset }) => {
    const pages = dataset.pages ? dataset.pages.split(" ") : [null];
    return pages.map((address) => ({ ...dataset, address }));
  });
  let place = -1;
  let timer = null;

  const made = {
    image: picture,
    document: picture,
    video: clip,
    notice: ({ heading, body }) => words(heading, body),
    bundle: (turn) => words(turn.title, "HTML"),
  };

  function picture({ address, title: text }) {
    if (!address) return words(text, "");
    const image = document.createElement("img");
    image.alt = text;
    image.src = address;
    return image;
  }

  function clip({ address, title: text }) {
    if (!address) return words(text, "");
    const video = document.createElement("video");
    Object.assign(video, { src: address, muted: true, playsInline: true, loop: true });
    video.play().catch(() => {});
    return video;
  }

  function words(heading, body) {
    const notice = document.createElement("div");
    notice.className = "preview-notice";
    for (const [name, text] of [["strong", heading], ["span", body]]) {
      const part = document.createElement(name);
      part.textContent = text;
      notice.append(part);
    }
    return notice;
  }

  function show(step) {
    place = (place + step + turns.length) % turns.length;
    const turn = turns[place];
    stage.replaceChildren(made[turn.media](turn));
    title.textContent = `${place + 1} / ${turns.length} · ${turn.title}`;
  }

  const play = root.querySelector("[data-preview-play]");
  const pause = root.querySelector("[data-preview-pause]");

  /** The one button gives way to the other, which takes the focus over. */
  function swap(from, to) {
    const isFocused = document.activeElement === from;
    from.hidden = true;
    to.hidden = false;
    if (isFocused) to.focus();
  }

  function run() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      show(1);
      run();
    }, Math.min(Number(turns[place].milliseconds), 15_000));
  }

  play.addEventListener("click", () => {
    swap(play, pause);
    run();
  });
  pause.addEventListener("click", () => {
    swap(pause, play);
    clearTimeout(timer);
    timer = null;
  });
  root.querySelector("[data-preview-next]").addEventListener("click", () => {
    show(1);
    if (timer) run();
  });
  show(1);
}
