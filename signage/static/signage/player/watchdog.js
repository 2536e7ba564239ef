// A player that no longer looks at its programme starts again. A worker's timer runs on where the page's own timers are held back: it makes the
// page look, and only when that does not help the page is loaded anew.

const EVERY_MS = 5_000;

export function watchOver({ wake, isAlive }) {
  const worker = new Worker(new URL("./watchdog-worker.js", import.meta.url));
  const look = () => {
    if (!isAlive()) location.reload();
  };
  worker.onmessage = () => {
    if (!isAlive()) wake();
    look();
  };
  setInterval(look, EVERY_MS);
}
