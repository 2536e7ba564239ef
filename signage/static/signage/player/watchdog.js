// A player that no longer looks at its programme starts again. The page's own timer notices a loop that broke; a worker's timer runs on where
// the page's timers are held back.

const EVERY_MS = 5_000;

export function watchOver({ isAlive }) {
  const worker = new Worker(new URL("./watchdog-worker.js", import.meta.url));
  const look = () => {
    if (!isAlive()) location.reload();
  };
  worker.onmessage = look;
  setInterval(look, EVERY_MS);
}
