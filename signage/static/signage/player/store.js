// The page's side of the store: asks the worker, knows what is whole, hands out files to play.

const MISSED = 12;

export class Store {
  static async open(name, script) {
    const store = new Store(name, script);
    await store.ask("start", { name });
    const root = await navigator.storage.getDirectory();
    store.folder = await root.getDirectoryHandle(`noc-player-${name}`, { create: true });
    navigator.storage.persist?.();
    return store;
  }

  constructor(name, script) {
    this.name = name;
    this.whole = new Set();
    this.held = new Map();
    this.waiting = new Map();
    this.addresses = new Map();
    this.number = 0;
    this.missed = 0;
    this.worker = new Worker(script, { type: "module" });
    this.worker.onmessage = ({ data }) => this.answered(data);
  }

  /** Looks through what is there against what the manifest says of it: size and pieces. */
  async count(media) {
    const known = new Set(this.whole);
    const found = await this.ask("inventory");
    const arrived = [...this.whole].filter((digest) => !known.has(digest));
    this.held = new Map(Object.entries(found).map(([digest, one]) => [digest, one.size]));
    const counted = Object.entries(media).filter(([digest, told]) => isWhole(found[digest], told)).map(([digest]) => digest);
    this.whole = new Set([...counted, ...arrived]);
  }

  async chunk(digest, told, index) {
    const asked = { digest, url: told.url, size: told.size, index, expected: told.chunks[index], count: told.chunks.length };
    const bytes = await this.ask("chunk", asked);
    this.held.set(digest, Math.max(this.held.get(digest) ?? 0, Math.min(told.size, (index + 1) * (4 << 20))));
    return bytes;
  }

  async remove(digest) {
    this.release(digest);
    this.whole.delete(digest);
    this.held.delete(digest);
    await this.ask("remove", { digest });
  }

  async clear() {
    [...this.addresses.keys()].forEach((digest) => this.release(digest));
    this.whole.clear();
    this.held.clear();
    await this.ask("clear");
  }

  /** Called every few seconds: a worker that died, or waits for a file for ever, leaves calls without an answer. */
  look() {
    this.missed += 1;
    if (this.missed === 1) this.ask("answer").then(() => (this.missed = 0), () => {});
  }

  get isAlive() {
    return this.missed <= MISSED;
  }

  /** An address at which the page can play a whole file. */
  async address(digest, type) {
    if (!this.addresses.has(digest)) {
      const file = await (await this.folder.getFileHandle(digest)).getFile();
      this.addresses.set(digest, URL.createObjectURL(file.slice(0, file.size, type)));
    }
    return this.addresses.get(digest);
  }

  release(digest) {
    const address = this.addresses.get(digest);
    if (address) URL.revokeObjectURL(address);
    this.addresses.delete(digest);
  }

  get heldBytes() {
    return [...this.held.values()].reduce((sum, size) => sum + size, 0);
  }

  ask(operation, told = {}) {
    this.number += 1;
    const id = this.number;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      this.worker.postMessage({ id, operation, told });
    });
  }

  answered({ id, result, error }) {
    const { done, failed } = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) failed(Object.assign(new Error(error.message), error));
    else done(result);
  }
}

export function isWhole(found, told) {
  return Boolean(found) && found.size === told.size && told.chunks.every((_, index) => found.pieces[index] === 1);
}
