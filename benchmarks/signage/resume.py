"""A download of 300 MB: the browser is killed at 40 %, started again, and then plays and seeks with the portal gone.

    python -m benchmarks.signage.resume [--megabytes 300]

Chromium runs on a profile of its own; SIGKILL goes to all its processes when the player has told that it holds 40 %. The second browser, on
the same profile, completes the file; the pieces that it asks for are counted. Then the portal is stopped, the page is loaded anew out of
the service worker, and a script of the page itself tells decoded frames of the clip on screen and how long seeks take in the same file.
The bars: every piece is fetched once, but for the one that the kill tore; frames come and seeks end without a portal.
"""

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Request

from benchmarks import report
from benchmarks.signage import clips, kiosk

KILLED_AT = 0.4
PIECE = 4 << 20

SCRIPT = """
const say = (what) => console.debug(JSON.stringify(what));
const seeks = async (src) => {
  const clip = document.createElement("video");
  Object.assign(clip, { muted: true, preload: "auto", src });
  await new Promise((done, failed) => { clip.onloadeddata = done; clip.onerror = () => failed(clip.error); });
  const took = [];
  for (const share of [0.9, 0.1, 0.5, 0.75, 0.25]) {
    const begun = performance.now();
    const landed = new Promise((done) => clip.requestVideoFrameCallback((_, { mediaTime }) => done(mediaTime)));
    const asked = (clip.currentTime = clip.duration * share);
    took.push({ asked, at: await landed, ms: performance.now() - begun });
  }
  return took;
};
let hasSought = false;
setInterval(async () => {
  const clip = document.querySelector(".layer.is-on video");
  const frames = clip?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
  say({ status: globalThis.nocPlayer?.status() ?? null, frames, at: clip?.currentTime ?? 0 });
  if (frames < 20 || hasSought) return;
  hasSought = true;
  seeks(clip.src).then((found) => say({ seeks: found }), (error) => say({ seeks: null, error: String(error) }));
}, 50);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=300)
    chosen = parser.parse_args()
    report.heading()
    with tempfile.TemporaryDirectory(prefix="resume-") as folder, kiosk.portal(folder) as portal:
        screen, size = _ground(Path(folder), chosen.megabytes)
        profile, total = Path(folder) / "browser", -(-size // PIECE)
        with kiosk.kiosk(profile, address=kiosk.pairing_address(portal, screen), script=SCRIPT) as player:
            player.wait(lambda told: _status(told).get("held", 0) >= KILLED_AT * size)
            player.kill()
        address = f"http://127.0.0.1:{portal.web}/player/"
        with kiosk.kiosk(profile, address=address, script=SCRIPT) as player:
            asked: list[str] = []
            player.context.on("request", lambda request: _note(asked, request))
            kept = player.wait(_status)["status"]["held"]
            player.wait(lambda told: _status(told).get("isComplete"), seconds=300)
            player.wait(lambda told: told.get("frames", 0) > 20)
            portal.stop()
            player.forget()
            player.page.reload()
            player.wait(lambda told: told.get("frames", 0) > 100)
            sought = player.wait(lambda told: "seeks" in told)
    if not sought["seeks"]:
        raise SystemExit(f"no seeking: {sought['error']}")
    report.table(f"{size / 1e6:.0f} MB in {total} pieces", _rows(kept, total, asked, sought["seeks"]))


def _rows(kept: int, total: int, asked: list[str], seeks: list[dict[str, float]]) -> dict[str, dict[str, object]]:
    pieces = kept // PIECE
    wrong = sum(abs(one["at"] - one["asked"]) > 0.1 for one in seeks)
    return {
        "pieces kept over the kill": {"measured": pieces, "bar": "-"},
        "pieces asked for afterwards": {"measured": len(asked), "bar": total - pieces},
        "of them twice": {"measured": len(asked) - len(set(asked)), "bar": 0},
        "seeks without a portal that landed elsewhere": {"measured": wrong, "bar": 0},
        "seek to the first frame, ms": {"measured": median(one["ms"] for one in seeks), "bar": "-"},
    }


def _ground(folder: Path, megabytes: int) -> tuple[Any, int]:
    from tests.signage.player_server.builders import a_screen, a_version, an_item, on_air

    screen = a_screen()
    data = clips.of_size(folder, megabytes)
    version = a_version("video", data=data, content_type="video/mp4", duration_ms=clips.SECONDS * 1000)
    on_air(items=[an_item(version, duration_ms=clips.SECONDS * 1000)], created=datetime.now(UTC), first_day=datetime.now(UTC).date())
    return screen, len(data)


def _status(told: dict[str, Any]) -> dict[str, Any]:
    return told.get("status") or {}


def _note(asked: list[str], request: Request) -> None:
    if "/player/media/" in request.url and "range" in request.headers:
        asked.append(request.headers["range"])


if __name__ == "__main__":
    main()
