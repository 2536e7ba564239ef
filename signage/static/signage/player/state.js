// What survives a restart: token, manifest, clock offset and counters, in an IndexedDB of this player.

const STORES = ["kept", "counters"];

/** Several players in one browser each have a name of their own: /player/?as=window */
export function playerName(address = location.search) {
  const name = new URLSearchParams(address).get("as") ?? "";
  return /^[a-z0-9-]{1,20}$/.test(name) ? name : "screen";
}

export class State {
  static async open(name) {
    const asked = indexedDB.open(`noc-player-${name}`, 1);
    asked.onupgradeneeded = () => STORES.forEach((store) => asked.result.createObjectStore(store));
    return new State(await answered(asked));
  }

  constructor(database) {
    this.database = database;
  }

  get(key) {
    return answered(this.store("kept", "readonly").get(key));
  }

  async set(key, value) {
    await answered(this.store("kept", "readwrite").put(value, key));
  }

  async forget() {
    await Promise.all(STORES.map((store) => answered(this.store(store, "readwrite").clear())));
  }

  async counters() {
    const store = this.store("counters", "readonly");
    const [keys, values] = await Promise.all([answered(store.getAllKeys()), answered(store.getAll())]);
    return new Map(keys.map((key, place) => [key, values[place]]));
  }

  /** Writes counters and removes others, all or nothing. */
  async keepCounters(changed, gone = []) {
    const store = this.store("counters", "readwrite");
    for (const [key, value] of changed) store.put(value, key);
    for (const key of gone) store.delete(key);
    await new Promise((done, failed) => {
      store.transaction.oncomplete = done;
      store.transaction.onabort = store.transaction.onerror = () => failed(store.transaction.error);
    });
  }

  store(name, mode) {
    return this.database.transaction(name, mode, { durability: "strict" }).objectStore(name);
  }
}

function answered(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
