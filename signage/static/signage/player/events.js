// The event stream, read by fetch so that the token can go with it. Its beat is an event: a line that is silent is dialled again.

import { isRevoked } from "./portal.js";

const SILENT_MS = 40_000;

export class Events {
  /** `hear(kind, data)` gets each event; `state(isOpen)` whether the stream is there. */
  constructor({ address, token, hear, state }) {
    Object.assign(this, { address, token, hear, state, last: null, tries: 0, isRunning: true });
  }

  async run() {
    while (this.isRunning) {
      try {
        await this.listen();
      } catch {
        // Whatever broke it off: it is dialled again below.
      }
      this.state(false);
      this.tries += 1;
      const wait = Math.min(60_000, 1000 * 2 ** Math.min(this.tries, 6)) * (0.5 + Math.random());
      await new Promise((done) => setTimeout(done, wait));
    }
  }

  async listen() {
    const breaking = new AbortController();
    const silent = () => breaking.abort();
    let watch = setTimeout(silent, SILENT_MS);
    const headers = { Authorization: `Bearer ${this.token}`, Accept: "text/event-stream", ...(this.last && { "Last-Event-ID": this.last }) };
    try {
      const response = await fetch(this.address, { headers, cache: "no-store", credentials: "omit", signal: breaking.signal });
      if (isRevoked(response)) return this.hear("revoked", {});
      if (!response.ok) return;
      for await (const event of frames(response.body)) {
        clearTimeout(watch);
        watch = setTimeout(silent, SILENT_MS);
        this.tries = 0;
        if (event.id) this.last = event.id;
        if (event.kind === "hello") this.state(true);
        this.hear(event.kind, event.data);
      }
    } finally {
      clearTimeout(watch);
      breaking.abort();
    }
  }
}

async function* frames(body) {
  let text = "";
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const fields = Object.fromEntries(text.slice(0, end).split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
      text = text.slice(end + 2);
      if (fields.event) yield { id: fields.id ?? null, kind: fields.event, data: JSON.parse(fields.data ?? "{}") };
    }
  }
}
