// A player that no longer looks at its programme, or gets no answer from its files, starts again. A worker's timer runs on where the page's
// own timers are held back: it makes the page look, and only when that does not help the page is loaded anew.

const EVERY_MS = 5_000;
const LONGEST_BOOT_MS = 120_000;

/** `looks`: what is called every five seconds; `isAlive`: false where nothing but a new start helps. */
export function watchOver({ wake, looks, isAlive }) {
  const worker = new Worker(new URL("./watchdog-worker.js", import.meta.url));
  const look = () => {
    if (!isAlive()) location.reload();
  };
  worker.onmessage = () => {
    if (!isAlive()) wake();
    looks();
    look();
  };
  setInterval(look, EVERY_MS);
}

/** A start that does not come to its end is begun anew. Gives what says that it did, or that it waits for a person. */
export function watchStart() {
  const timer = setTimeout(() => location.reload(), LONGEST_BOOT_MS);
  return () => clearTimeout(timer);
}
