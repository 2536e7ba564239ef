// Sends files in pieces and goes on where a break left them: after a lost line by itself, after a reload when the same file is chosen again.
const form = document.querySelector("[data-upload]");
const KEPT = "noc-uploads";

if (form) {
  const words = document.querySelector("[data-words]").dataset;
  const list = document.querySelector("[data-uploads]");
  const row = document.querySelector("[data-upload-row]");
  const files = form.querySelector("[data-files]");
  const token = form.elements.namedItem("csrfmiddlewaretoken").value;
  const kept = () => JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  const keep = (change) => localStorage.setItem(KEPT, JSON.stringify(change(kept())));
  const nameOf = (file) => `${form.dataset.begin} ${file.name} ${file.size} ${file.lastModified}`;
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  class Sending {
    constructor(file, isOne) {
      Object.assign(this, { file, isOne, isPaused: false });
      this.element = row.content.cloneNode(true).firstElementChild;
      this.bar = this.element.querySelector("progress");
      this.part("name").textContent = file.name;
      this.part("pause").addEventListener("click", () => this.turn());
      list.prepend(this.element);
    }

    part(name) {
      return this.element.querySelector(`[data-${name}]`);
    }

    say(state, share = this.bar.value) {
      this.part("state").textContent = `${words[state]} · ${Math.round(share * 100)} %`;
      this.bar.value = share;
    }

    turn() {
      this.isPaused = !this.isPaused;
      this.part("pause").textContent = this.isPaused ? words.goOn : words.paused;
      if (this.isPaused) this.say("paused");
      else this.run();
    }

    fail(text) {
      const error = this.part("error");
      error.textContent = text;
      error.hidden = false;
      this.part("pause").hidden = true;
      this.say("refused");
      keep((all) => (delete all[nameOf(this.file)], all));
    }

    async run() {
      try {
        const begun = await this.begun();
        if (!begun) return;
        if (await this.sent(begun)) await this.checked(begun.url);
      } catch {
        this.say("waiting");
        await pause(4000);
        if (!this.isPaused) await this.run();
      }
    }

    /** Goes on with what is known of this file; else begins. */
    async begun() {
      const url = kept()[nameOf(this.file)];
      if (url) {
        const response = await fetch(url, { headers: { Accept: "application/json" } });
        if (response.ok) {
          const told = await response.json();
          if (!told.refusal && !told.content) return { url, offset: told.offset };
        }
      }
      return this.begin();
    }

    async begin() {
      const body = new FormData(form);
      body.set("name", this.file.name);
      body.set("size", this.file.size);
      if (!this.isOne) body.set("title", this.file.name.replace(/\.[^.]+$/, "").slice(0, 120));
      else if (!body.get("title")) body.set("title", this.file.name.replace(/\.[^.]+$/, "").slice(0, 120));
      const response = await fetch(form.dataset.begin, { method: "POST", body });
      const told = await response.json();
      if (response.status === 422) {
        this.fail(Object.values(told.errors).flat().join(" "));
        return null;
      }
      keep((all) => ({ ...all, [nameOf(this.file)]: told.url }));
      return told;
    }

    async sent({ url, offset }) {
      const size = Number(form.dataset.piece);
      while (offset < this.file.size) {
        if (this.isPaused) return false;
        this.say("sending", offset / this.file.size);
        const headers = { "Upload-Offset": String(offset), "X-CSRFToken": token, "Content-Type": "application/octet-stream" };
        const response = await fetch(url, { method: "PUT", headers, body: this.file.slice(offset, offset + size) });
        if (!response.ok && response.status !== 409) throw new Error(String(response.status));
        offset = (await response.json()).offset;
      }
      return true;
    }

    async checked(url) {
      this.part("pause").hidden = true;
      for (;;) {
        const told = await (await fetch(url, { headers: { Accept: "application/json" } })).json();
        if (told.refusal) return this.fail(told.refusal);
        if (told.content) return this.finished(told.content);
        this.say("checking", told.total ? told.done / told.total : 1);
        await pause(1000);
      }
    }

    finished(address) {
      this.say("done", 1);
      const link = this.part("link");
      link.href = address;
      link.hidden = false;
      keep((all) => (delete all[nameOf(this.file)], all));
    }
  }

  const send = (chosen) => {
    const largest = Number(form.dataset.largest);
    for (const file of chosen) {
      const sending = new Sending(file, chosen.length === 1);
      if (file.size > largest) sending.fail(words.large);
      else sending.run();
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send([...files.files]);
    files.value = "";
  });
  const drop = form.querySelector("[data-drop]");
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    files.files = event.dataTransfer.files;
  });
}
