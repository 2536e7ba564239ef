// Keeps the shell of the player, so that it starts without a line. Media and everything else are none of its business.
const NAME = "noc-player-{{ version }}";
const SHELL = {{ shell|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload" })))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("noc-player-") && name !== NAME);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === SHELL[0]) event.respondWith(page(event.request));
  else if (SHELL.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(event.request)));
});

// The page as it is now; as it was when the portal does not answer soon.
async function page(request) {
  const late = new Promise((_, failed) => setTimeout(failed, 3000));
  try {
    const response = await Promise.race([fetch(request), late]);
    if (response.ok) return response;
  } catch {
    // As it was, then.
  }
  return (await caches.match(SHELL[0])) ?? fetch(request);
}
