// Keeps media in the browser's private file system. A file is fetched in pieces; a piece counts when its SHA-256 is right and it is on the
// disk, in that order: first the piece is flushed, then the byte that says so. What a kill leaves behind is therefore what is there.

const CHUNK = 4 * 1024 * 1024;
let folder = null;
let open = null;

let tail = Promise.resolve();

const operations = {
  start,
  chunk,
  inventory: () => alone(inventory),
  remove: (told) => alone(() => remove(told)),
  check: (told) => alone(() => check(told)),
  clear: () => alone(clear),
  answer: () => alone(() => {}),
};

onmessage = async ({ data: { id, operation, told } }) => {
  try {
    postMessage({ id, result: await operations[operation](told) });
  } catch (error) {
    postMessage({ id, error: { name: error.name, message: error.message, status: error.status ?? 0 } });
  }
};

async function start({ name }) {
  const root = await navigator.storage.getDirectory();
  folder = await root.getDirectoryHandle(`noc-player-${name}`, { create: true });
}

/** What is held: for each SHA-256 the size of its file and which of its pieces are right. */
async function inventory() {
  const found = {};
  for await (const [name, handle] of folder.entries()) {
    if (name.endsWith(".pieces")) continue;
    const pieces = await marks(name);
    found[name] = { size: (await handle.getFile()).size, pieces: [...pieces] };
  }
  return found;
}

/** Work on files is done one after the other: they share the open handles. What the network does meanwhile holds nobody up. */
function alone(work) {
  const done = tail.then(work);
  tail = done.catch(() => {});
  return done;
}

/** Fetches one piece, unless it is there. Gives the bytes that came over the line. */
async function chunk({ digest, url, size, index, expected, count }) {
  if (await alone(() => isHeld(digest, index, count))) return 0;
  const start = index * CHUNK;
  const piece = await fetched(url, start, Math.min(start + CHUNK, size), size);
  if ((await sha256(piece)) !== expected) throw named("BadMedia", `piece ${index} of ${digest}`);
  await alone(() => keep(digest, index, count, piece));
  return piece.byteLength;
}

async function isHeld(digest, index, count) {
  await opened(digest, count);
  return Boolean(open.marks[index]);
}

async function keep(digest, index, count, piece) {
  await opened(digest, count);
  written(open.file, piece, index * CHUNK);
  open.file.flush();
  open.marks[index] = 1;
  written(open.pieces, open.marks.subarray(index, index + 1), index);
  open.pieces.flush();
  if (open.marks.every(Boolean)) close();
}

async function fetched(url, start, end, size) {
  const response = await fetch(url, { headers: { Range: `bytes=${start}-${end - 1}` }, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(120_000) });
  if (response.status !== 206 && !(response.status === 200 && start === 0 && end === size)) {
    throw Object.assign(named("NotFetched", `the portal answered ${response.status}`), { status: response.status });
  }
  const piece = new Uint8Array(end - start);
  let filled = 0;
  for await (const part of response.body) {
    if (filled + part.length > piece.length) throw named("BadMedia", "more bytes than asked for");
    piece.set(part, filled);
    filled += part.length;
  }
  if (filled < piece.length) throw named("NotFetched", "the line broke off");
  return piece;
}

async function remove({ digest }) {
  if (open?.digest === digest) close();
  for (const name of [`${digest}.pieces`, digest]) {
    await folder.removeEntry(name).catch((error) => {
      if (error.name !== "NotFoundError") throw error;
    });
  }
}

/** Reads a file again, piece by piece; forgets those that are no longer right. Gives how many were wrong. */
async function check({ digest, chunks }) {
  await opened(digest, chunks.length);
  let wrong = 0;
  for (let index = 0; index < chunks.length; index += 1) {
    if (!open.marks[index]) continue;
    const piece = new Uint8Array(Math.min(CHUNK, open.file.getSize() - index * CHUNK));
    open.file.read(piece, { at: index * CHUNK });
    if ((await sha256(piece)) === chunks[index]) continue;
    wrong += 1;
    open.marks[index] = 0;
    written(open.pieces, open.marks.subarray(index, index + 1), index);
  }
  open.pieces.flush();
  close();
  return wrong;
}

async function clear() {
  close();
  for await (const name of folder.keys()) await folder.removeEntry(name);
}

async function opened(digest, count) {
  if (open?.digest === digest) return;
  close();
  const file = await handle(digest);
  const pieces = await handle(`${digest}.pieces`).catch((error) => {
    file.close();
    throw error;
  });
  const marked = new Uint8Array(count);
  pieces.read(marked, { at: 0 });
  open = { digest, file, pieces, marks: marked };
}

async function handle(name) {
  return (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
}

function close() {
  open?.file.close();
  open?.pieces.close();
  open = null;
}

async function marks(digest) {
  if (open?.digest === digest) return open.marks;
  try {
    const handle = await folder.getFileHandle(`${digest}.pieces`);
    return new Uint8Array(await (await handle.getFile()).arrayBuffer());
  } catch {
    return new Uint8Array();
  }
}

function written(target, bytes, at) {
  if (target.write(bytes, { at }) !== bytes.length) throw named("QuotaExceededError", "the disk is full");
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}
