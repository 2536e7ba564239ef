"""From the approval of a publication to its decoded picture on the screen, and from an emergency's announcement to its text.

    python -m benchmarks.signage.publish [--rounds 100]

The whole portal runs as processes of its own over SQLite (`manage.py portal`); a player in Chromium is paired and warm. A round approves a
schedule with a new 1280 × 720 JPEG that outranks what is on, and ends when the page's own script has seen that picture decoded and two
frames drawn after it; then the schedule is taken off air. An emergency's round ends with the second frame after its text. Times are those
of one machine's clock. The bars: 250 ms for half of the pictures, 2 s for all but a hundredth; 100 ms for half of the emergencies.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import quantiles
from typing import Any

import numpy as np
from PIL import Image

from benchmarks import report
from benchmarks.signage import kiosk

PICTURE_BARS = {50: 250, 99: 2000}
EMERGENCY_BARS = {50: 100}

SCRIPT = """
const say = (what) => requestAnimationFrame(() => requestAnimationFrame(() =>
  console.debug(JSON.stringify({ ...what, at: performance.timeOrigin + performance.now() }))));
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      const image = node.querySelector?.("[data-zones] img, .layer img") ?? null;
      if (image) image.decode().then(() => say({ picture: image.alt })).catch(() => {});
      if (node.closest?.("[data-emergency]")) say({ emergency: node.textContent });
    }
  }
}).observe(document, { childList: true, subtree: true });
setInterval(() => console.debug(JSON.stringify({ status: globalThis.nocPlayer?.status() ?? null })), 500);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    chosen = parser.parse_args()
    report.heading()
    with tempfile.TemporaryDirectory(prefix="publish-") as folder, kiosk.portal(folder) as portal:
        screen, on_air = _ground()
        address = kiosk.pairing_address(portal, screen)
        with kiosk.kiosk(Path(folder) / "browser", address=address, script=SCRIPT) as player:
            player.wait(lambda told: told.get("picture") == on_air)
            player.wait(lambda told: (told.get("status") or {}).get("isStreaming"))
            pictures = [_picture_round(player, number) for number in range(chosen.rounds)]
            emergencies = [_emergency_round(player, number) for number in range(chosen.rounds)]
    rows = _rows("picture decoded on screen, ms", pictures, PICTURE_BARS) | _rows(
        "emergency text on screen, ms", emergencies, EMERGENCY_BARS
    )
    report.table(f"{chosen.rounds} publications, {chosen.rounds} emergencies", rows)


def _rows(name: str, seconds: list[float], bars: dict[int, int]) -> dict[str, dict[str, object]]:
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {f"{name}, p{at}": {"measured": cuts[at - 1] * 1000, "bar": bars.get(at, "-")} for at in (50, 99)}


def _ground() -> tuple[Any, str]:
    """A screen, and the title of what it shows from the start."""
    from tests.signage.player_server.builders import a_screen, a_version, an_item, on_air

    screen = a_screen()
    version = a_version(data=_jpeg(0), title="usual", content_type="image/jpeg")
    on_air(items=[an_item(version, transition="cut")], priority=1, created=datetime.now(UTC), first_day=_today())
    return screen, "usual"


def _picture_round(player: kiosk.Kiosk, number: int) -> float:
    from signage.services.programme.approving import put_on_air, take_off_air
    from tests.signage.player_server.builders import OPERATOR

    title = f"round {number}"
    revision, approver = _handed_in(title, number)
    begun = time.time()
    put_on_air(revision=revision, seen=revision.stamp, by=OPERATOR, user=approver, now=datetime.now(UTC))
    took = _seen(player, lambda told: told.get("picture") == title) - begun
    take_off_air(schedule=revision.schedule, by=OPERATOR, reason="measured", now=datetime.now(UTC))
    player.wait(lambda told: told.get("picture") == "usual")
    player.forget()
    return took


def _handed_in(title: str, number: int) -> tuple[Any, Any]:
    """A revision that waits for approval, and who may approve it."""
    from portalkit.access.models import User
    from signage.models import Schedule, ScheduleRevision
    from signage.services.programme.schedules import hand_in
    from tests.builders import a_user
    from tests.signage.player_server.builders import OPERATOR, a_version, an_author, an_item

    version = a_version(data=_jpeg(number + 1), title=title, content_type="image/jpeg")
    schedule = Schedule.objects.create(title=title, kind="loop", region=version.content.region, created_at=datetime.now(UTC))
    revision = ScheduleRevision.objects.create(
        schedule=schedule, number=1, title=title, items=[an_item(version, transition="cut")], author=an_author(),
        made_at=datetime.now(UTC), first_day=_today(), priority=9,
    )  # fmt: skip
    waiting = hand_in(revision=revision, by=OPERATOR, user=revision.author, now=datetime.now(UTC))
    return waiting, User.objects.filter(username="approver").first() or a_user(username="approver")


def _emergency_round(player: kiosk.Kiosk, number: int) -> float:
    from portalkit.regions.models import Region
    from signage.services.programme.emergencies import EmergencyValues, announce, end_emergency
    from tests.signage.player_server.builders import OPERATOR, an_author

    title = f"请立即离开 {number}"
    region = Region.objects.get(parent=None)
    values = EmergencyValues(title=title, body="由东门疏散", severity=3, reason="演练", region=region)
    begun = time.time()
    schedule = announce(values=values, by=OPERATOR, user=an_author(), now=datetime.now(UTC))
    took = _seen(player, lambda told: title in told.get("emergency", "")) - begun
    end_emergency(schedule=schedule, by=OPERATOR, now=datetime.now(UTC))
    player.wait(lambda told: told.get("picture") == "usual")
    player.forget()
    return took


def _seen(player: kiosk.Kiosk, what: Callable[[dict[str, Any]], object]) -> float:
    """When, in seconds since 1970."""
    return float(player.wait(what)["at"]) / 1000


def _today() -> Any:
    return datetime.now(UTC).date()


def _jpeg(seed: int) -> bytes:
    """1280 × 720, as large as a poster's."""
    small = np.random.default_rng(seed).integers(0, 255, (180, 320, 3), dtype=np.uint8)
    kept = BytesIO()
    Image.fromarray(small).resize((1280, 720), Image.Resampling.BICUBIC).save(kept, "JPEG", quality=85)
    return kept.getvalue()


if __name__ == "__main__":
    main()
