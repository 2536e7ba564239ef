// One file on its way: pieces at offsets that the server confirms, tried again until they are there.
const LARGEST = 4 * 1024 * 1024;
const SMALLEST = 256 * 1024;
const LONGEST_WAIT = 30_000;

export class Transfer {
  /** `told.moved(offset)` follows the bytes; `told.lost()` and `told.back()` the connection. */
  constructor(file, url, token, told) {
    Object.assign(this, { file, url, token, told, piece: LARGEST / 4, isStopped: false, request: null, wake: null });
  }

  stop() {
    this.isStopped = true;
    this.request?.abort();
    this.wake?.();
  }

  /** Ends as `{state: "done", next}`, `{state: "stopped"}` or `{state: "failed", error}`. */
  async run() {
    let offset = null;
    let failures = 0;
    while (!this.isStopped) {
      const answer = offset === null ? await this.#ask() : await this.#put(offset);
      if (this.isStopped) break;
      if (answer.status === 0 || answer.status >= 500) {
        if (answer.status === 507) return { state: "failed", error: answer.body?.error };
        failures += 1;
        this.piece = Math.max(SMALLEST, this.piece / 2);
        this.told.lost();
        this.told.moved(offset ?? 0);
        await this.#wait(Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(failures, 6)));
        offset = null;
        continue;
      }
      if ((answer.status !== 200 && answer.status !== 409) || typeof answer.body?.offset !== "number") {
        return { state: "failed", error: answer.body?.error };
      }
      if (failures) this.told.back();
      if (answer.status === 200 && offset !== null) this.piece = Math.min(LARGEST, this.piece * 2);
      failures = 0;
      offset = answer.body.offset;
      this.told.moved(offset);
      if (answer.body.done) return { state: "done", next: answer.body.next };
    }
    return { state: "stopped" };
  }

  #ask() {
    return this.#request("GET", {}, null, () => {});
  }

  #put(offset) {
    const body = this.file.slice(offset, offset + this.piece);
    return this.#request("PUT", { "Upload-Offset": offset, "Content-Type": "application/octet-stream" }, body, (sent) => this.told.moved(offset + Math.min(sent, body.size)));
  }

  #request(method, headers, body, moved) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open(method, this.url);
      request.responseType = "json";
      request.timeout = 120_000;
      request.setRequestHeader("X-CSRFToken", this.token);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener("progress", (event) => moved(event.loaded));
      request.addEventListener("loadend", () => resolve({ status: request.status, body: request.response }));
      request.send(body);
    });
  }

  /** Until the time is over, the browser is online again, or somebody stops it. */
  #wait(milliseconds) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, milliseconds);
      window.addEventListener("online", resolve, { once: true });
    });
  }
}
